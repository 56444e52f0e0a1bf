/** Reads a library's manifest and checks its structure (schema.ts) and whether its parts are consistent. */
import type { z } from "zod";
import { ManifestError, type ManifestIssue } from "../errors.ts";
import { jsonFault, placeOf } from "./jsonFault.ts";
import { aboutLogarithm, hasPlace } from "./rawValues.ts";
import { type Manifest, manifestSchema } from "./schema.ts";
import { aboutVersion, SCHEMA_VERSIONS, versionIssues, withLossUnit } from "./version.ts";

export type { Manifest } from "./schema.ts";
export type Domain = Manifest["domains"][number];
export type Expert = Manifest["experts"][number];
export type Task = NonNullable<Manifest["task"]>;
export type ConstraintInfo = Manifest["constraints"][number];
export type LibraryVariant = NonNullable<Manifest["variants"]>[number];

type With<T, Keys extends keyof T> = T & { [Key in Keys]-?: NonNullable<T[Key]> };

/** The manifest of a library that can route and run, and ships its experts: all parts that are optional without models are present. */
export type RoutedManifest = With<Omit<Manifest, "experts" | "benchmark">, "tokenizer" | "router"> & {
  experts: With<Expert, "model" | "folder">[];
  benchmark: With<Manifest["benchmark"], "embeddings" | "embeddingSize">;
};

/** Further problems are not collected: nobody would read them. */
const MAX_ISSUES = 20;

/** Checks a parsed `library.json`. Throws a ManifestError that says where the problem is and what to change. */
export function parseManifest(json: unknown): Manifest {
  const version = typeof json === "object" && json !== null && "schemaVersion" in json ? json.schemaVersion : undefined;
  if (!SCHEMA_VERSIONS.includes(version)) {
    throw new ManifestError([{ place: "schemaVersion", problem: aboutVersion(version) }]);
  }
  const manifest = parseShape(manifestSchema, json);
  const { benchmark } = json as { benchmark: { lossUnit?: unknown } };
  const issues = [...versionIssues(manifest, benchmark.lossUnit), ...crossCheck(manifest)].slice(0, MAX_ISSUES);
  if (issues.length > 0) throw new ManifestError(issues);
  return withLossUnit(manifest);
}

/** Parses JSON data with a schema. @param file its name in errors. Throws a ManifestError that names the places. */
export function parseShape<T extends z.ZodType>(schema: T, json: unknown, file?: string): z.infer<T> {
  const parsed = schema.safeParse(json, { error: aboutType });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_ISSUES);
  throw new ManifestError(
    issues.map(({ path, message }) => ({ place: place(path), problem: message })),
    file,
  );
}

/**
 * Parses a manifest's text. @param file its name in errors. Throws a ManifestError with the line and column where it stops being
 * valid JSON.
 */
export function parseJson(bytes: ArrayBuffer, file?: string): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    const place = placeOf(text, jsonFault(text));
    throw new ManifestError(
      [{ place, problem: "is not valid JSON; build the library again or upload it again." }],
      file,
    );
  }
}

/** Messages for missing and mistyped values; the schema has its own for the rest. */
function aboutType(issue: { code: string; input?: unknown; expected?: unknown }): string | undefined {
  if (issue.input === undefined) return "is missing; add it.";
  if (issue.code !== "invalid_type") return undefined;
  const found = issue.input === null ? "null" : Array.isArray(issue.input) ? "array" : typeof issue.input;
  return `must be ${String(issue.expected)}, not ${found}.`;
}

/** ["experts", 3, "model"] → "experts[3].model" */
function place(path: readonly PropertyKey[]): string {
  const written = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return written.replace(/^\./, "") || "manifest";
}

function crossCheck(manifest: Manifest): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  const report = (where: string, problem: string) => {
    if (issues.length < MAX_ISSUES) issues.push({ place: where, problem });
  };
  const unique = (ids: readonly string[], where: (index: number) => string): Set<string> => {
    const seen = new Set<string>();
    ids.forEach((id, i) => {
      if (seen.has(id)) report(where(i), `“${id}” appears twice; ids must differ.`);
      seen.add(id);
    });
    return seen;
  };
  const listed = (where: string, path: string | undefined) => {
    if (path !== undefined && !Object.hasOwn(manifest.files, path))
      report(where, `“${path}” is not in files; add its sha256 and bytes there.`);
  };

  const { domains, experts, constraints, router, benchmark } = manifest;
  unique(
    domains.map(({ id }) => id),
    (i) => `domains[${i}].id`,
  );
  const partIds = domains.flatMap((domain, i) =>
    domain.parts.map(({ id }, k) => ({ id, at: `domains[${i}].parts[${k}].id` })),
  );
  const parts = unique(
    partIds.map(({ id }) => id),
    (i) => partIds[i]!.at,
  );
  const expertIds = unique(
    experts.map(({ id }) => id),
    (i) => `experts[${i}].id`,
  );

  listed("tokenizer", manifest.tokenizer);
  listed("reference", manifest.reference);
  listed("specialisation", manifest.specialisation);
  experts.forEach((expert, i) => {
    listed(`experts[${i}].model`, expert.model);
    listed(`experts[${i}].tokenizer`, expert.tokenizer);
    expert.parts.forEach((part, k) => {
      if (!parts.has(part)) report(`experts[${i}].parts[${k}]`, `“${part}” is not a part of any domain.`);
    });
  });

  unique(
    constraints.map(({ id }) => id),
    (i) => `constraints[${i}].id`,
  );
  constraints.forEach(({ id: constraint, scale, raw, score }, i) => {
    for (const [name, values] of Object.entries({ raw, score })) {
      for (const id of Object.keys(values)) {
        if (!expertIds.has(id)) report(`constraints[${i}].${name}.${id}`, "is not an expert of this library.");
      }
    }
    for (const id of expertIds) {
      const at = `constraints[${i}].score.${id}`;
      if (!Object.hasOwn(raw, id)) report(`constraints[${i}].raw.${id}`, "is missing; write null when it is unknown.");
      else if (!Object.hasOwn(score, id)) report(at, "is missing; write null when it is unknown.");
      else if ((raw[id] === null) !== (score[id] === null))
        report(at, "and its raw value must be known or unknown together.");
      else if (raw[id] !== null && !hasPlace(raw[id]!, scale))
        report(`constraints[${i}].raw.${id}`, aboutLogarithm(constraint, id, raw[id]!));
    }
  });

  if (router) {
    if (constraints.length === 0) report("constraints", "Too small: a library with a router has at least one.");
    if (manifest.tokenizer === undefined) report("tokenizer", "is missing; the router needs one.");
    if (benchmark.embeddings === undefined)
      report("benchmark.embeddings", "is missing; a router's states belong here.");
    listed("router.model", router.model);
    experts.forEach((expert, i) => {
      if (expert.source !== undefined) return;
      for (const key of ["model", "folder"] as const) {
        if (expert[key] === undefined) report(`experts[${i}].${key}`, "is missing; add it.");
      }
    });
    unique(router.experts, (i) => `router.experts[${i}]`);
    router.experts.forEach((id, i) => {
      if (!expertIds.has(id)) report(`router.experts[${i}]`, `“${id}” is not an expert of this library.`);
    });
  }

  listed("benchmark.prompts", benchmark.prompts);
  listed("benchmark.texts", benchmark.texts);
  listed("benchmark.embeddings", benchmark.embeddings);
  listed("benchmark.references", benchmark.references);
  listed("benchmark.spaces", benchmark.spaces);
  if (benchmark.embeddings !== undefined && benchmark.embeddingSize === undefined) {
    report("benchmark.embeddingSize", "is missing; say how many numbers a state has.");
  }
  if (benchmark.windowTokens && benchmark.windowTokens[0] > benchmark.windowTokens[1]) {
    report("benchmark.windowTokens", "must be the least and the largest number of tokens, in this order.");
  }

  const variants = manifest.variants ?? [];
  unique(
    variants.map(({ id }) => id),
    (i) => `variants[${i}].id`,
  );
  return issues;
}
