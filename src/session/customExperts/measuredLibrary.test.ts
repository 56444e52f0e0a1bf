/**
 * @file A library that `tryage measure` made of three causal models with tokenizers of different kinds (models/recipe/tests/write_measured_library.py)
 * opens here, routes as its table says, and its experts have the losses that Python measured.
 */
import "../../workers/customExperts/inNode.ts";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as runtime from "onnxruntime-web/wasm";
import { beforeAll, expect, test } from "vitest";
import { readHere } from "../../library/benchmark/readHere.ts";
import { openFolder } from "../../library/import/localFiles.ts";
import { readLibrary } from "../../library/import/readLibrary.ts";
import { idsOf, type Library, libraryOf } from "../../library/load.ts";
import { transformersLoader } from "../../workers/customExperts/model/transformers.ts";
import { CustomExpertService } from "../../workers/customExperts/service.ts";
import { createEngine, output } from "../../workers/inference/engine/engine.ts";
import { repeated } from "../../workers/inference/text/masking.ts";
import { PromptEncoder } from "../../workers/inference/text/prompt.ts";
import { referredRequest } from "./referredExpert.ts";

const FOLDER = "e2e/fixtures/measured";
/** The texts by id, cut so that all models read all of them. */
const TEXTS = "texts.json";
const context = { signal: new AbortController().signal, progress: () => {} };
const bytes = (path: string) => new Uint8Array(readFileSync(path)).buffer;

let library: Library;
/** The texts of the benchmark's rows, as they were measured. */
let prompts: { row: number; text: string }[];

beforeAll(async () => {
  const paths = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => statSync(join(FOLDER, path)).isFile() && path !== TEXTS);
  const files = paths.map((path) => ({ path: `three/${path}`, blob: new Blob([bytes(join(FOLDER, path))]) }));
  const { manifest } = await readLibrary(openFolder(files), "three", { reader: readHere });
  const table = await readHere().prompts(
    bytes(join(FOLDER, manifest.benchmark.prompts)),
    idsOf(manifest),
    "prompts",
    {},
  );
  library = libraryOf(`file://${process.cwd()}/${FOLDER}/`, manifest, table, true);
  const texts: Record<string, string> = JSON.parse(readFileSync(join(FOLDER, TEXTS), "utf8"));
  prompts = Array.from({ length: table.ids.length }, (_, row) => ({ row, text: texts[table.ids[row]!]! }));
});

test("it says its task and its unit, and each expert has its own tokenizer", () => {
  const { manifest } = library;
  expect(manifest).toMatchObject({ schemaVersion: 2, task: "causal", unit: "nats per character" });
  expect(manifest.experts.map(({ tokenizer }) => tokenizer)).toEqual(
    ["bpe", "pieces", "unigram"].map((name) => `experts/${name}/tokenizer.json`),
  );
  expect(prompts.length).toBe(manifest.benchmark.rows);
});

test("a typed prompt is routed as the table says, and better than by any one expert", async () => {
  const { manifest, benchmark, expertIds } = library;
  runtime.env.wasm.numThreads = 1;
  const router = manifest.router!;
  const model = await createEngine(runtime, "wasm", 1).load(bytes(join(FOLDER, router.model)));
  const encoder = new PromptEncoder(readFileSync(join(FOLDER, manifest.tokenizer!), "utf8"), router.maxTokens);
  const size = expertIds.length;
  const means = new Float64Array(size + 1);
  for (const { row, text } of prompts) {
    const predicted = output(await model.run(repeated(encoder.encode(text)!.ids, 1)), router.outputs.losses);
    const told = benchmark.predicted.data.subarray(row * size, (row + 1) * size);
    predicted.forEach((loss, k) => {
      expect(Math.abs(loss - told[k]!)).toBeLessThan(1e-3);
    });
    const losses = benchmark.losses.data.subarray(row * size, (row + 1) * size);
    losses.forEach((loss, k) => {
      means[k]! += loss / prompts.length;
    });
    means[size]! += losses[predicted.indexOf(Math.min(...predicted))]! / prompts.length;
  }
  expect(means[size]!).toBeLessThan(Math.min(...means.subarray(0, size)));
});

test("its experts run here, with Python's losses", async () => {
  const { manifest, benchmark, expertIds } = library;
  const service = new CustomExpertService(transformersLoader, async (url) => bytes(new URL(url).pathname));
  for (const [k, expert] of manifest.experts.entries()) {
    const request = await referredRequest(library, expert, async (url) => bytes(new URL(url).pathname));
    for (const { row, text } of prompts.slice(0, 3)) {
      const { measured } = await service.fill({ expert: request, text, masks: [], topK: 1 }, context);
      expect(Math.abs(measured!.loss - benchmark.losses.data[row * expertIds.length + k]!)).toBeLessThan(1e-3);
    }
    await service.release(request.key);
  }
});
