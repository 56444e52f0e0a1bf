/** Routers that read the shipped router's state and an encoder's vector leave the page with both: page, Node and Python choose alike. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import * as runtime from "onnxruntime-web/wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stateRows, stateSource } from "../../../scripts/lab/state.ts";
import { choose } from "../../core/objective/objective.ts";
import { matrixFeature, surfaceFeature } from "../../lab/features/dense.ts";
import type { DenseRows } from "../../lab/features/rows.ts";
import { tfidfFeature } from "../../lab/features/tfidf.ts";
import { labTable } from "../../lab/fit/labTable.ts";
import { predictorOf } from "../../lab/router/predictScores.ts";
import { madeTable, madeTexts } from "../../lab/router/testing/trained.ts";
import { type TrainedRouter, trainedRouter } from "../../lab/router/trainedRouter.ts";
import { runLab } from "../../lab/run/runLab.ts";
import { routerFiles } from "../../lab/takeaway/routerFiles.ts";
import { modelTies } from "../../library/evaluationTable/router/modelTies.ts";
import type { EncoderFacts } from "../../library/hub/encoderModel.ts";
import type { Graph } from "../customExperts/model/graph.ts";
import type { RawTokenizer } from "../customExperts/vocabulary.ts";
import { createEncoderService } from "../encoder/service.ts";
import { tinyEncoder } from "../encoder/tinyEncoder.ts";
import { textModelOf } from "./textModels.ts";

/** More take as much longer: `PARITY_PROMPTS=1000 npx vitest run src/workers/tableRouter/textModels.test.ts`. */
const PROMPTS = Number(process.env.PARITY_PROMPTS ?? 24);
const PYTHON = resolve("models/recipe/.venv/bin/python");
const hasPython =
  existsSync(PYTHON) &&
  spawnSync(PYTHON, ["-c", "import numpy, onnxruntime, tokenizers"], { stdio: "ignore" }).status === 0;

const facts: EncoderFacts = { pooling: "mean", normalise: true, maxTokens: 24, stated: true };
const long = madeTexts(30, 4).join(" ");
const texts = [
  "",
  " ",
  "[CLS] a [SEP] [MASK] <mask> [PAD]",
  "x\ud800y 🙂 \u0000 z\u00ad",
  long,
  long.slice(0, 300),
  ...madeTexts(PROMPTS - 6, 33),
];

/** The encoder worker's own code on files of an encoder. */
async function embed(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, of: readonly string[]): Promise<DenseRows> {
  runtime.env.wasm.numThreads = 1;
  const own = new Tokenizer(JSON.parse(new TextDecoder().decode(files.get("tokenizer.json"))), {});
  const tokenizer = { encode: (text: string, options: object) => own.encode(text, options).ids } as RawTokenizer;
  const session = await runtime.InferenceSession.create(files.get("onnx/model.onnx")!);
  const graph: Graph = {
    inputs: session.inputNames.map((name) => ({ name, type: "int64", shape: ["batch", "tokens"] })),
    run: async (feeds) => {
      const given = Object.entries(feeds).map(
        ([name, { data, dims }]) => [name, new runtime.Tensor("int64", data as BigInt64Array, dims)] as const,
      );
      const outputs = await session.run(Object.fromEntries(given));
      return Object.fromEntries(
        Object.entries(outputs).map(([name, one]) => [name, { dims: one.dims, read: () => one.data as Float32Array }]),
      );
    },
    release: () => session.release(),
  };
  const service = createEncoderService({ tokenizer: async () => tokenizer, graph: async () => graph });
  const context = { signal: new AbortController().signal, progress: () => {} };
  await service.open({ files: new Map(), model: "", data: [], facts, rounded: false, device: "wasm" }, context);
  const { columns, data } = (await service.embed({ texts: of }, context)).result;
  return { kind: "dense", rows: of.length, columns, data: Float64Array.from(data) };
}

let folder: string;
let router: TrainedRouter;
let expected: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "router-texts-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const read = madeTable(40);
  const table = labTable(read);
  // Both models are opened once: rows of the table first, then those of the texts.
  const cleaned = [...table.cleaned, ...texts.map(table.cleaner.clean)];
  const [states, vectors] = [await stateRows(cleaned, () => {}), await embed(tinyEncoder(), cleaned)];
  const count = table.cleaned.length;
  const part = ({ columns, data }: DenseRows, from: number, to: number): DenseRows => ({
    kind: "dense",
    rows: to - from,
    columns,
    data: data.slice(from * columns, to * columns),
  });
  const features = [
    surfaceFeature(table.cleaned),
    matrixFeature("state", part(states, 0, count)),
    tfidfFeature(table.cleaned),
    matrixFeature("encoder", part(vectors, 0, count)),
  ];
  const result = await runLab(table, features, { inMean: ["encoder"] });
  const { source, origin } = stateSource();
  const encoders = {
    state: origin,
    encoder: { name: "tiny", from: "a test", weights: "onnx/model.onnx", sha256: "0" },
  };
  const ids = read.prompts.map(({ id }) => id);
  router = trainedRouter(table, result, { name: "made.csv", sha256: "0".repeat(64), ids, encoders });
  const { scores } = predictorOf(router).predict(texts, {
    state: part(states, count, cleaned.length),
    encoder: part(vectors, count, cleaned.length),
  });
  const ties = modelTies(router.meanCosts, 3);
  expected = texts.map((_, i) => {
    const losses = router.models.map((_, m) => 1 - scores.data[3 * i + m]! + ties[m]!);
    return router.models[choose(losses, [0, 0, 0])]!;
  });
  const state = textModelOf({ feature: "state", ...source });
  for (const [name, opset] of [
    ["one", 18],
    ["apart", 14],
  ] as const) {
    const files = tinyEncoder(opset);
    const [model, tokenizer] = ["onnx/model.onnx", "tokenizer.json"].map((path) => files.get(path)!.buffer);
    const own = textModelOf({
      feature: "encoder",
      model: model!,
      tokenizer: tokenizer!,
      how: { kind: "encoder", facts },
    });
    mkdirSync(join(folder, name));
    for (const [path, content] of routerFiles(router, [state, own])) writeFileSync(join(folder, name, path), content);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

it.runIf(hasPython).each([
  ["one", PYTHON, "route.py"],
  ["apart", PYTHON, "route.py"],
])("encoder in %s: Python chooses as the page does", choosesAlike);

it.each([
  // Both ways once: the router's state is in the graph.
  ["apart", process.execPath, "route.mjs"],
  ...(process.env.PARITY_PROMPTS ? [["one", process.execPath, "route.mjs"]] : []),
] as [string, string, string][])("encoder in %s: Node chooses as the page does", choosesAlike);

function choosesAlike(name: string, command: string, script: string): void {
  const input = texts.map((text) => JSON.stringify({ prompt: text })).join("\n");
  const { stdout, stderr } = spawnSync(command, [join(folder, name, script)], {
    input,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  const found = stdout.trimEnd().split("\n");
  expect(found.length, stderr).toBe(texts.length);
  expect(texts.filter((_, i) => found[i] !== expected[i])).toEqual([]);
  expect(new Set(expected).size).toBeGreaterThan(1);
}

it("an encoder of older operators is a file of its own, unchanged; the README says what reads the tokens", () => {
  expect(readFileSync(join(folder, "apart", "encoder.onnx"))).toEqual(
    Buffer.from(tinyEncoder(14).get("onnx/model.onnx")!),
  );
  expect(existsSync(join(folder, "one", "encoder.onnx"))).toBe(false);
  const readme = readFileSync(join(folder, "one", "README.md"), "utf8");
  expect(readme).toContain("pip install onnxruntime numpy tokenizers");
  expect(readme).toContain("the encoder tiny (a test, onnx/model.onnx), SHA-256 0. It is part of `router.onnx`.");
  expect(readme).not.toContain("Pass the numbers");
  const without = new TextDecoder().decode(routerFiles(router).get("README.md"));
  expect(without).toContain("Pass the numbers as `vectors`");
});
