import { createHash } from "node:crypto";
import { manifest } from "../support/explorer.ts";

/** A manifest entry for the fixture on a hub, without having added it. */
export function sharedBert(hub: string, files: ReturnType<typeof hashed>) {
  return {
    format: "tryage-experts",
    schemaVersion: 1,
    created: "2026-01-02",
    experts: [
      {
        id: "added/newcomer-bert",
        label: "newcomer-bert",
        origin: { kind: "hub", hub, model: "lab/newcomer-bert", revision: "0123456789abcdef0123456789abcdef01234567" },
        dtype: "int8",
        device: "wasm",
        facts: {
          architecture: "BertForMaskedLM",
          layers: 2,
          hidden: 48,
          positions: 128,
          mask: "[MASK]",
          unknown: "[UNK]",
          before: "[CLS]",
          after: "[SEP]",
        },
        parameters: null,
        newestText: null,
        license: "mit",
        calibration: null,
        files: Object.fromEntries(files),
        model: "onnx/model_int8.onnx",
        data: [],
      },
    ],
  };
}

/** Length and SHA-256 of every file. */
export function hashed(files: ReadonlyMap<string, Buffer>) {
  return new Map(
    [...files].map(([path, content]) => {
      return [path, { sha256: createHash("sha256").update(content).digest("hex"), bytes: content.length }] as const;
    }),
  );
}

/** A calibration for the shipped library with a zero head: enough to take part, and instantly made. */
export function idleCalibration() {
  const hash = (path: string) => manifest.files[path]!.sha256;
  const { embeddingSize, prompts } = manifest.benchmark;
  return {
    library: `${hash(manifest.router.model)} ${hash(prompts)}`,
    prompts: 10,
    sharedTokenizer: false,
    weights: new Array<number>(embeddingSize).fill(0),
    intercept: 0,
    error: 0.5,
    errorOfMean: 0.6,
    perCharacter: 1.1,
    references: manifest.experts.slice(0, 4).map(({ id, label }, k) => ({ id, label, perCharacter: 1 + k / 10 })),
    benchmark: new Array<number>(manifest.benchmark.rows).fill(-0.5),
  };
}
