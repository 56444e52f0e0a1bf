/** A tiny library for tests: two experts, three prompts, embeddings of two numbers. */
import type { Column } from "../benchmark/writeParquet.ts";

export { type Column, writeParquet } from "../benchmark/writeParquet.ts";

export const EXPERTS = ["alpha", "beta"] as const;

export function promptColumns(): Column[] {
  const text = (name: string, ...data: string[]): Column => ({ name, data, type: "BYTE_ARRAY" });
  const number = (name: string, ...data: (number | null)[]): Column => ({ name, data, type: "FLOAT" });
  return [
    text("id", "p@0", "p@64", "q@0"),
    text("kind", "window", "window", "held-out"),
    text("domain", "law", "law", "code"),
    text("part", "law", "law", "code/c"),
    text("source", "case 1", "case 1", "file é.c"),
    text("keywords", "court, appeal", "court, fact", "char, void"),
    { name: "tokens", data: [64, 126, 90], type: "INT32" },
    number("loss:alpha", 1.5, 2.5, 3.5),
    number("accuracy:alpha", 0.5, 0.25, 0.125),
    number("predicted:alpha", 1, 2, 3),
    number("loss:beta", 4.5, 5.5, null),
    number("accuracy:beta", 0, 1, null),
    number("x", -1, 0, 1),
    number("y", 2, 3, 4),
  ];
}

/** Optional parts of a manifest, for `Object.assign` onto a minimal one's parts. */
export const ADDITIONS = {
  benchmark: {
    references: "benchmark/references.parquet",
    spaces: "benchmark/spaces.parquet",
    mapMetrics: {
      router: {
        full: { purity: { mean: 0.8, low: 0.7, high: 0.9 }, nmi: { mean: 0.5, low: 0.4, high: 0.6 } },
        plane: { silhouette: { mean: -0.1, low: -0.2, high: 0 } },
      },
      causal: { full: { purity: { mean: 0.6, low: 0.5, high: 0.7 } } },
    },
  },
  files: {
    "benchmark/references.parquet": { sha256: "1".repeat(64), bytes: 1 },
    "benchmark/spaces.parquet": { sha256: "2".repeat(64), bytes: 1 },
  },
  variants: [{ id: "joint", label: "Trained together", description: "One more.", folder: "joint" }],
};

/** A valid manifest; tests change one thing at a time. Hashes and lengths may be given. */
export function minimalManifest(files: Record<string, { sha256: string; bytes: number }> = {}) {
  const listed = { sha256: "0".repeat(64), bytes: 1 };
  const expert = (id: string) => ({
    id,
    label: id,
    description: "An expert for tests.",
    parts: ["law"],
    generalist: false,
    size: "tiny",
    layers: 2,
    hidden: 128,
    parameters: 1_463_040,
    bytes: 1_731_234,
    newestText: "2023" as string | null,
    newestTextEvidence: "made up",
    license: "MIT",
    training: { tokens: 9, steps: 4, seconds: 0.5, hardware: "none", branchedFrom: null },
    model: `experts/${id}/onnx/model_int8.onnx`,
    folder: `experts/${id}`,
  });
  return {
    schemaVersion: 1 as unknown,
    id: "test",
    name: "Test",
    description: "Two experts.",
    created: "2026-11-23",
    tokenizer: "tokenizer/tokenizer.json",
    domains: [
      { id: "law", label: "Law", parts: [{ id: "law", label: "Law" }] },
      { id: "code", label: "Code", parts: [{ id: "code/c", label: "C" }] },
    ],
    experts: EXPERTS.map(expert),
    constraints: [
      {
        id: "size",
        label: "Size",
        unit: "parameters",
        scale: "log",
        description: "Number of weights.",
        measured: "counted",
        raw: { alpha: 10, beta: 100 } as Record<string, number | null>,
        score: { alpha: 0, beta: 1 } as Record<string, number | null>,
      },
      {
        id: "recency",
        label: "Recency",
        unit: "years old",
        scale: "linear",
        description: "Age of the newest text.",
        measured: "from dates",
        raw: { alpha: 3, beta: null } as Record<string, number | null>,
        score: { alpha: 0, beta: null } as Record<string, number | null>,
      },
    ],
    router: {
      folder: "router",
      model: "router/onnx/model_fp16.onnx",
      parameters: 5,
      bytes: 6,
      hidden: 2,
      maxTokens: 128,
      experts: ["alpha"],
      outputs: { losses: "losses", state: "state" },
    },
    benchmark: {
      prompts: "benchmark/prompts.parquet",
      embeddings: "benchmark/embeddings.parquet",
      rows: 3,
      embeddingSize: 2,
      embeddingType: "float16",
      masksPerPrompt: 14,
      windowTokens: [64, 126],
      map: { method: "UMAP", neighbors: 15, minDist: 0.1, seed: 7 },
    },
    files: {
      "tokenizer/tokenizer.json": listed,
      "router/onnx/model_fp16.onnx": listed,
      "benchmark/prompts.parquet": listed,
      "benchmark/embeddings.parquet": listed,
      ...Object.fromEntries(EXPERTS.map((id) => [`experts/${id}/onnx/model_int8.onnx`, listed])),
      ...files,
    } as Record<string, { sha256: string; bytes: number }>,
  };
}

/** An in-memory server: it looks up the last part of the URL, gives its responses in turn, and records the requests. */
export function fakeFetch(answers: Record<string, (() => Response)[]>) {
  const asked: { file: string; cache: RequestCache | undefined }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    init?.signal?.throwIfAborted();
    const file = String(input).split("/").at(-1)!;
    asked.push({ file, cache: init?.cache });
    const list = answers[file] ?? [];
    const times = asked.filter((one) => one.file === file).length;
    const answer = list[Math.min(times, list.length) - 1];
    return answer ? answer() : new Response("nothing here", { status: 404 });
  };
  return { fetch, asked };
}

export const binary = (body: BodyInit): Response =>
  new Response(body, { headers: { "content-type": "application/octet-stream" } });
