import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ManifestError } from "../errors.ts";
import { minimalManifest } from "../testing/fixtures.ts";
import { parseManifest } from "./manifest.ts";
import { taskOf } from "./manifestFacts.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const SOURCE = { id: "owner/name", revision: COMMIT, file: "onnx/model_q4.onnx", sha256: "4".repeat(64) };
const OWN = "experts/beta/tokenizer.json";

/** A manifest of version 2 with one expert that is referred to and has a tokenizer of its own. */
function second() {
  const draft = minimalManifest({ [OWN]: { sha256: "5".repeat(64), bytes: 1 } });
  const [alpha, { model: _, folder: __, ...beta }] = draft.experts as [Draft, Draft];
  const experts: Record<string, unknown>[] = [alpha, { ...beta, tokenizer: OWN, maxTokens: 512, source: SOURCE }];
  const benchmark: Record<string, unknown> = { ...draft.benchmark };
  return { ...draft, schemaVersion: 2, task: "causal", unit: "nats per character", experts, benchmark };
}
type Draft = ReturnType<typeof minimalManifest>["experts"][number];

function problems(json: unknown): string[] {
  try {
    parseManifest(json);
    return [];
  } catch (error) {
    return (error as ManifestError).issues.map(({ place, problem }) => `${place} ${problem}`);
  }
}

test("version 1, and with it the shipped library, means masked experts and nats per token", () => {
  for (const json of [minimalManifest(), JSON.parse(readFileSync("models/library.json", "utf8"))]) {
    if (json.schemaVersion !== 1) continue;
    const manifest = parseManifest(json);
    expect([taskOf(manifest), manifest.benchmark.lossUnit]).toEqual(["masked", "nats per token"]);
  }
});

test("version 2 says task and unit; an expert has its own tokenizer and is referred to instead of shipped", () => {
  const manifest = parseManifest(second());
  expect([taskOf(manifest), manifest.benchmark.lossUnit]).toEqual(["causal", "nats per character"]);
  expect(manifest.experts[1]).toMatchObject({ source: SOURCE, tokenizer: OWN, maxTokens: 512 });
});

describe("refused, with the place and what to change", () => {
  test.each<[place: RegExp, change: (draft: ReturnType<typeof second>) => unknown]>([
    [/^task is missing/, (draft) => Reflect.deleteProperty(draft, "task")],
    [/^unit is missing/, (draft) => Reflect.deleteProperty(draft, "unit")],
    [/^unit must be “nats per character”: experts\[1\]/, (draft) => (draft.unit = "nats per token")],
    [/^benchmark.lossUnit is not the library's unit/, (draft) => (draft.benchmark.lossUnit = "nats per token")],
    [/^task Invalid/, (draft) => (draft.task = "both")],
    [/^experts\[1\].source.revision must be a commit/, (d) => (d.experts[1]!.source = { ...SOURCE, revision: "main" })],
    [/^experts\[1\].source.id must be a model's id/, (d) => (d.experts[1]!.source = { ...SOURCE, id: "../x" })],
    [/^experts\[1\].source.file must be a plain/, (d) => (d.experts[1]!.source = { ...SOURCE, file: "../x.onnx" })],
    [/^experts\[0\].source and model are both there/, (d) => (d.experts[0]!.source = SOURCE)],
    [/^experts\[1\].tokenizer .*is not in files/, (d) => delete d.files[OWN]],
    [/^experts\[1\].model is missing/, (d) => delete d.experts[1]!.source],
  ])("%s", (place, change) => {
    const draft = second();
    change(draft);
    expect(problems(draft).find((problem) => place.test(problem))).toBeDefined();
  });

  test("keys of version 2 in version 1, which an older app would pass over", () => {
    expect(problems({ ...second(), schemaVersion: 1 }).map((problem) => problem.split(" ")[0])).toEqual([
      "task",
      "unit",
      "experts[1].tokenizer",
      "experts[1].maxTokens",
      "experts[1].source",
    ]);
  });

  test("as a ManifestError", () => {
    expect(() => parseManifest({ ...second(), task: undefined })).toThrow(ManifestError);
  });
});
