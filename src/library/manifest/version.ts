/** What the versions of the manifest's format have, and how they are read alike. */
import type { ManifestIssue } from "../errors.ts";
import type { Manifest } from "./schema.ts";

/** The format versions that this app reads. */
export const SCHEMA_VERSIONS: readonly unknown[] = [1, 2];
const NEWEST = 2;

/** What is wrong with a manifest's version, and what to do. */
export function aboutVersion(version: unknown): string {
  if (version === undefined) return "is missing; this does not look like a library's manifest. Check the address.";
  const found = typeof version === "number" ? `is ${version}` : "is not a number";
  const advice = typeof version === "number" && version > NEWEST ? "Update the app" : "Build the library again";
  return `${found}, but this app reads versions 1 and 2. ${advice}, so that both agree.`;
}

/** Version 2 has the unit of losses at the top; the rest of the app reads it where version 1 has it. */
export function withLossUnit(manifest: Manifest): Manifest {
  const { unit, benchmark } = manifest;
  return unit === undefined ? manifest : { ...manifest, benchmark: { ...benchmark, lossUnit: unit } };
}

/** Keys that belong to another version, or do not go together. @param written `benchmark.lossUnit`, if the file has it */
export function versionIssues({ schemaVersion, ...manifest }: Manifest, written: unknown): ManifestIssue[] {
  const { task, unit, experts, tokenizer } = manifest;
  const issues: ManifestIssue[] = [];
  const report = (place: string, problem: string) => issues.push({ place, problem });
  if (schemaVersion === 1) {
    const only = "belongs to version 2. Set schemaVersion to 2, or remove it.";
    if (task !== undefined) report("task", only);
    if (unit !== undefined) report("unit", only);
    experts.forEach((expert, i) => {
      for (const key of ["tokenizer", "maxTokens", "source"] as const) {
        if (expert[key] !== undefined) report(`experts[${i}].${key}`, only);
      }
    });
    return issues;
  }
  if (task === undefined) report("task", "is missing; write “masked” or “causal”.");
  if (unit === undefined) report("unit", "is missing; write “nats per token” or “nats per character”.");
  if (unit !== undefined && written !== undefined && written !== unit) {
    report("benchmark.lossUnit", `is not the library's unit, “${unit}”. Remove it, or correct one of them.`);
  }
  experts.forEach((expert, i) => {
    const own = expert.tokenizer !== undefined && expert.tokenizer !== tokenizer;
    if (own && unit === "nats per token") {
      report(
        "unit",
        `must be “nats per character”: experts[${i}] has a tokenizer of its own, whose tokens are others.`,
      );
    }
    if (expert.model !== undefined && expert.source !== undefined) {
      report(`experts[${i}].source`, "and model are both there; keep one of them.");
    }
  });
  return issues;
}
