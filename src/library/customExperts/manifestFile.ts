/**
 * The file for sharing added experts, `experts.json`, version 1: everything needed to load each again (its hub and commit, or the
 * names of local files, with the SHA-256 of every file in both cases), its attributes and its calibration. It contains no weights
 * and no URLs other than a hub's. Unknown keys are dropped, not refused.
 */
import type { z as Zod } from "zod";
import { ManifestError, type ManifestIssue } from "../errors.ts";
import { hubAddress, hubFileAddress, isModelId, REVISION } from "../hub/hub.ts";
import { MAX_MODEL_BYTES } from "../hub/weightForms.ts";
import { parseShape } from "../manifest/manifest.ts";
import { isoDate } from "../manifest/schema.ts";
import { z } from "../manifest/zod.ts";
import { localFolder } from "../storage/localStore.ts";
import { type CustomExpert, customExpertShape } from "./customExpert.ts";
import { expertBytes } from "./expertBytes.ts";
import { EXPERTS_FILE, EXPERTS_FORMAT } from "./expertsFile.ts";

const MOST_EXPERTS = 100;

/** No parent folders, no absolute path. */
const path = z
  .string()
  .max(300)
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.{0,2}(?:\/|$))[^\p{Cc}\p{Surrogate}]+$/u,
    "must be a relative path inside the model's folder",
  );

const sharedExpert = customExpertShape
  .pick({
    id: true,
    label: true,
    origin: true,
    dtype: true,
    device: true,
    facts: true,
    parameters: true,
    license: true,
    calibration: true,
  })
  .extend({
    newestText: isoDate.nullable(),
    parameters: z.number().min(1, "must be 1 or more; write null if it is unknown").nullable(),
    /** Every file that is needed, by its path in the model's folder. */
    files: z.record(
      path,
      z.object({
        sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal"),
        bytes: z.int().min(1),
      }),
    ),
    /** The ONNX file among them, and the weight files that it refers to. */
    model: path,
    data: z.array(path).max(100),
  });

export const expertsManifestSchema = z.object({
  format: z.literal(EXPERTS_FORMAT),
  schemaVersion: z.literal(1),
  created: isoDate,
  experts: z.array(sharedExpert).min(1).max(MOST_EXPERTS),
});

export type ExpertsManifest = Zod.infer<typeof expertsManifestSchema>;
export type SharedExpert = ExpertsManifest["experts"][number];

/** The file for these experts. */
export function toExpertsManifest(experts: readonly CustomExpert[], today = new Date()): ExpertsManifest {
  return {
    format: EXPERTS_FORMAT,
    schemaVersion: 1,
    created: today.toISOString().slice(0, 10),
    experts: experts.map(({ key: _, added: __, missing: ___, files, ...shared }) => ({
      ...shared,
      files: Object.fromEntries(Object.entries(files).map(([at, { sha256, bytes }]) => [at, { sha256, bytes }])),
    })),
  };
}

/** Whether parsed JSON is meant to be such a file, valid or not. */
function isExpertsManifest(json: unknown): boolean {
  return typeof json === "object" && json !== null && "format" in json && json.format === EXPERTS_FORMAT;
}

/**
 * Checks a parsed `experts.json`. @param file its name in errors. Throws a ManifestError that says where the problem is and what to
 * change.
 */
export function parseExpertsManifest(json: unknown, file = EXPERTS_FILE): ExpertsManifest {
  if (!isExpertsManifest(json)) {
    const problem = `is not “${EXPERTS_FORMAT}”; this is not a manifest of experts. Choose a file saved under Experts.`;
    throw new ManifestError([{ place: "format", problem }], file);
  }
  const { schemaVersion } = json as { schemaVersion?: unknown };
  if (schemaVersion !== 1) {
    const problem = `is ${JSON.stringify(schemaVersion) ?? "missing"}, but this app reads version 1. Update the app, or save the file again.`;
    throw new ManifestError([{ place: "schemaVersion", problem }], file);
  }
  const manifest = parseShape(expertsManifestSchema, json, file);
  const issues = manifest.experts.flatMap(faultsOf);
  if (issues.length > 0) throw new ManifestError(issues, file);
  return manifest;
}

/** A shared expert as it is stored here: hub files have their URLs, files of another computer are still missing. */
export function fromShared(shared: SharedExpert, key: string, id: string, now: number): CustomExpert {
  const { origin } = shared;
  const address = (at: string) =>
    origin.kind === "hub"
      ? hubFileAddress(hubAddress(origin.hub), origin.model, origin.revision, at)
      : `${localFolder(key)}${at}`;
  const files = Object.entries(shared.files).map(([at, file]) => [at, { ...file, url: address(at) }]);
  return { ...shared, key, id, added: now, files: Object.fromEntries(files), missing: origin.kind === "local" };
}

/** Whether two experts are the same model with the same weight format. */
export function sameModel(a: Pick<SharedExpert, "files" | "model">, b: Pick<SharedExpert, "files" | "model">): boolean {
  const hashes = ({ files, model }: Pick<SharedExpert, "files" | "model">) =>
    [files[model]?.sha256, files["tokenizer.json"]?.sha256].join();
  return hashes(a) === hashes(b);
}

/** Checks beyond the schema: whether the parts of an expert are consistent. */
function faultsOf({ origin, files, model, data, facts }: SharedExpert, i: number): ManifestIssue[] {
  const issues: ManifestIssue[] = [];
  const report = (at: string, problem: string) => issues.push({ place: `experts[${i}].${at}`, problem });
  const wanted: [at: string, path: string][] = [
    ["model", model],
    ["files", "config.json"],
    ["files", "tokenizer.json"],
    ...data.map((one, k): [string, string] => [`data[${k}]`, one]),
  ];
  for (const [at, one] of wanted) {
    if (!Object.hasOwn(files, one)) report(at, `“${one}” is not in files; add its sha256 and bytes there.`);
  }
  if (expertBytes({ files }) > MAX_MODEL_BYTES) {
    report("files", "are larger in total than a browser tab can hold.");
  }
  if (facts.positions < 3 || (facts.mask === "" && !facts.causal))
    report("facts", "do not describe a masked language model, nor a causal one.");
  if (origin.kind === "hub") {
    if (!isModelId(origin.model)) report("origin.model", "must be a model's id, such as “owner/name”.");
    if (!REVISION.test(origin.revision)) report("origin.revision", "must be a commit.");
    if (!/^https?:\/\/[^/]/.test(origin.hub) || !URL.canParse(origin.hub)) {
      report("origin.hub", "must be a hub's web address, such as https://huggingface.co/.");
    }
  }
  return issues;
}
