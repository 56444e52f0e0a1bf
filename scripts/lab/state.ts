/** States of the shipped router: the mean over windows of the whole text, by onnxruntime-web in Node. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as runtime from "onnxruntime-web/wasm";
import type { DenseRows } from "../../src/lab/features/rows.ts";
import { LabError } from "../../src/lab/fit/labTable.ts";
import { parseManifest } from "../../src/library/manifest/manifest.ts";
import { createEngine, output } from "../../src/workers/inference/engine/engine.ts";
import { repeated } from "../../src/workers/inference/text/masking.ts";
import { PromptEncoder } from "../../src/workers/inference/text/prompt.ts";

const MODELS = new URL("../../models/", import.meta.url).pathname;

/** @param texts cleaned @param tell called after each text with their number so far */
export async function stateRows(texts: readonly string[], tell: (done: number) => void): Promise<DenseRows> {
  const { router, tokenizer } = parseManifest(JSON.parse(readFileSync(join(MODELS, "library.json"), "utf8")));
  if (!router || tokenizer === undefined) throw new LabError("models/library.json has no router.");
  const { vocabulary } = new PromptEncoder(readFileSync(join(MODELS, tokenizer), "utf8"), router.maxTokens);
  const { frame, room } = vocabulary;
  runtime.env.wasm.numThreads = 1;
  const model = await createEngine(runtime, "wasm", 1).load(
    Uint8Array.from(readFileSync(join(MODELS, router.model))).buffer,
  );
  const columns = router.hidden;
  const data = new Float64Array(texts.length * columns);
  for (const [i, text] of texts.entries()) {
    const ids = vocabulary.tokenize(text.replace(/\p{Surrogate}/gu, "\uFFFD"));
    const windows = Math.max(1, Math.ceil(ids.length / room));
    for (let w = 0; w < windows; w++) {
      const window = [...frame[0], ...ids.slice(w * room, (w + 1) * room), ...frame[1]];
      const state = output(await model.run(repeated(window, 1)), router.outputs.state);
      for (let k = 0; k < columns; k++) data[i * columns + k]! += state[k]! / windows;
    }
    tell(i + 1);
  }
  await model.release();
  return { kind: "dense", rows: texts.length, columns, data };
}
