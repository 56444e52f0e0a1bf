/** States of the shipped router: the mean over windows of the whole text, by onnxruntime-web in Node. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as runtime from "onnxruntime-web/wasm";
import type { DenseRows } from "../../src/lab/features/rows.ts";
import { LabError } from "../../src/lab/fit/labTable.ts";
import { parseManifest } from "../../src/library/manifest/manifest.ts";
import { createEngine } from "../../src/workers/inference/engine/engine.ts";
import { statesOf } from "../../src/workers/inference/states.ts";
import { PromptEncoder } from "../../src/workers/inference/text/prompt.ts";

/** Texts after which progress is told. */
const AT_ONCE = 100;

const MODELS = new URL("../../models/", import.meta.url).pathname;

/** @param texts cleaned @param tell called after some texts with their number so far */
export async function stateRows(texts: readonly string[], tell: (done: number) => void): Promise<DenseRows> {
  const { router, tokenizer } = parseManifest(JSON.parse(readFileSync(join(MODELS, "library.json"), "utf8")));
  if (!router || tokenizer === undefined) throw new LabError("models/library.json has no router.");
  const { vocabulary } = new PromptEncoder(readFileSync(join(MODELS, tokenizer), "utf8"), router.maxTokens);
  runtime.env.wasm.numThreads = 1;
  const model = await createEngine(runtime, "wasm", 1).load(
    Uint8Array.from(readFileSync(join(MODELS, router.model))).buffer,
  );
  const columns = router.hidden;
  const data = new Float64Array(texts.length * columns);
  for (let from = 0; from < texts.length; from += AT_ONCE) {
    const part = texts.slice(from, from + AT_ONCE);
    data.set((await statesOf(part, vocabulary, model.run, router.outputs.state)).data, from * columns);
    tell(from + part.length);
  }
  await model.release();
  return { kind: "dense", rows: texts.length, columns, data };
}
