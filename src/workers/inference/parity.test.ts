/** @file The shipped models give the same results in JavaScript as in PyTorch; e2e/models/parity.spec.ts checks the same in a browser. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as runtime from "onnxruntime-web/wasm";
import { beforeAll, describe, expect, test } from "vitest";
import { createEngine, type Engine, type Model, output } from "./engine/engine.ts";
import { maxDifference } from "./predict.ts";
import { repeated } from "./text/masking.ts";
import { PromptEncoder } from "./text/prompt.ts";
import { routerText } from "./text/reading.ts";

interface Reference {
  expert: string;
  prompts: {
    text: string;
    ids: number[];
    /** What the router reads of the text: see text/reading.ts. */
    routerIds: number[];
    losses: number[];
    state: number[];
    logits: { position: number; top: [token: number, logit: number][] };
  }[];
}

interface ManifestPaths {
  tokenizer: string;
  reference: string;
  router: { model: string };
  experts: { id: string; model: string }[];
}

/** For fp32 sums in a different order; the same bound as between backends. */
const TOLERANCE = 1e-3;
const folder = process.env.TRYAGE_LIBRARY ?? "models";
const text = (path: string) => readFileSync(join(folder, path), "utf8");

describe.runIf(existsSync(join(folder, "library.json")))("the shipped models", () => {
  let reference: Reference;
  let encoder: PromptEncoder;
  let engine: Engine;
  let router: Model;
  let expert: Model;

  beforeAll(async () => {
    const manifest = JSON.parse(text("library.json")) as ManifestPaths;
    reference = JSON.parse(text(manifest.reference)) as Reference;
    encoder = new PromptEncoder(text(manifest.tokenizer), 128);
    runtime.env.wasm.numThreads = 1;
    engine = createEngine(runtime, "wasm", 1);
    const load = (path: string) => engine.load(new Uint8Array(readFileSync(join(folder, path))).buffer);
    router = await load(manifest.router.model);
    expert = await load(manifest.experts.find(({ id }) => id === reference.expert)!.model);
  });

  test("tokens are those of the Python tokenizer", () => {
    for (const { text, ids, routerIds } of reference.prompts) {
      expect(encoder.encode(text)!.ids).toEqual(ids);
      expect(encoder.encode(routerText(text))!.ids).toEqual(routerIds);
    }
  });

  test("the router's losses and states are PyTorch's", async () => {
    for (const { routerIds, losses, state } of reference.prompts) {
      const outputs = await router.run(repeated(routerIds, 1));
      expect(maxDifference(output(outputs, "losses"), Float32Array.from(losses))).toBeLessThan(TOLERANCE);
      expect(maxDifference(output(outputs, "state"), Float32Array.from(state))).toBeLessThan(TOLERANCE);
    }
  });

  test("the expert's best logits are PyTorch's", async () => {
    for (const { ids, logits } of reference.prompts) {
      const all = output(await expert.run(repeated(ids, 1)), "logits");
      const start = logits.position * (all.length / ids.length);
      for (const [token, logit] of logits.top) expect(Math.abs(all[start + token]! - logit)).toBeLessThan(TOLERANCE);
    }
  });
});
