/** Routers that read the shipped router's state and an encoder's vector leave the page with both: page, Node and Python choose alike. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as runtime from "onnxruntime-web/wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { encoderRows, encoderSource, openEncoder } from "../../../scripts/lab/encoder.ts";
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
import { tinyEncoder } from "../encoder/tinyEncoder.ts";
import { textModelOf } from "./textModels.ts";

/** More take as much longer: `PARITY_PROMPTS=1000 npx vitest run src/workers/tableRouter/textModels.test.ts`. */
const PROMPTS = Number(process.env.PARITY_PROMPTS ?? 24);
const PYTHON = resolve("models/recipe/.venv/bin/python");
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

let folder: string;
let router: TrainedRouter;
let expected: string[];

/** Writes files into a folder beside the others. */
function written(name: string, files: ReadonlyMap<string, Uint8Array>): string {
  const own = join(folder, name);
  for (const [path, content] of files) {
    mkdirSync(dirname(join(own, path)), { recursive: true });
    writeFileSync(join(own, path), content);
  }
  return own;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "router-texts-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const read = madeTable(30);
  const table = labTable(read);
  // Both models are opened once: rows of the table first, then those of the texts.
  const cleaned = [...table.cleaned, ...texts.map(table.cleaner.clean)];
  const encoders = await Promise.all(
    [18, 14].map((opset) => openEncoder(written(`tiny-${opset}`, tinyEncoder(opset)))),
  );
  const [states, vectors] = [await stateRows(cleaned, () => {}), await encoderRows(encoders[0]!, cleaned, () => {})];
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
  const ids = read.prompts.map(({ id }) => id);
  router = trainedRouter(table, result, {
    name: "made.csv",
    sha256: "0".repeat(64),
    ids,
    encoders: { state: origin, encoder: encoders[0]!.origin },
  });
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
  ["one", "apart"].forEach((name, i) => {
    written(name, routerFiles(router, [state, textModelOf(encoderSource(encoders[i]!)!)]));
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Every router in a folder of its own, in one process: most of the time goes into importing onnxruntime. */
const IN_PYTHON = `
import importlib, json, sys
try:
    import numpy, onnxruntime, tokenizers
except ImportError as missing:
    sys.exit(f"missing: {missing}")
texts = json.load(sys.stdin)
for folder in sys.argv[1:]:
    sys.path.insert(0, folder)
    for name in ("route", "route_features"):
        sys.modules.pop(name, None)
    router = importlib.import_module("route").Router()
    assert str(router.folder).endswith(folder)
    print(json.dumps([router.choose(text)["model"] for text in texts]))
    sys.path.pop(0)
`;

it("Python chooses as the page does, with the encoder in one graph or apart", ({ skip }) => {
  if (!existsSync(PYTHON)) skip("npm run test:models makes the environment");
  const folders = ["one", "apart"].map((name) => join(folder, name));
  const { stdout, stderr } = spawnSync(PYTHON, ["-c", IN_PYTHON, ...folders], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  if (stderr.startsWith("missing:")) skip(stderr);
  const found = stdout.trimEnd().split("\n");
  expect(found.length, stderr).toBe(2);
  for (const choices of found) choosesAlike(JSON.parse(choices));
});

/** Both ways once: the router's state is in the graph. */
const IN_JAVASCRIPT = process.env.PARITY_PROMPTS ? ["apart", "one"] : ["apart"];

it.each(IN_JAVASCRIPT)("encoder in %s: route.mjs chooses as the page does", async (name) => {
  const { openRouter } = await import(/* @vite-ignore */ pathToFileURL(join(folder, name, "route.mjs")).href);
  const read = async (path: string) => readFileSync(join(folder, name, path));
  const opened = await openRouter({ runtime, read });
  const found: string[] = [];
  for (const text of texts) found.push((await opened.choose(text)).model);
  choosesAlike(found);
});

function choosesAlike(found: readonly string[]): void {
  expect(found.length).toBe(texts.length);
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
  expect(readme).toContain("the encoder tiny-18 (files, onnx/model.onnx), SHA-256");
  expect(readme).toContain("It is part of `router.onnx`.");
  expect(readme).not.toContain("Pass the numbers");
  const without = new TextDecoder().decode(routerFiles(router).get("README.md"));
  expect(without).toContain("Pass the numbers as `vectors`");
});
