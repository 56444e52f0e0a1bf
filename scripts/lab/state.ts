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
import type { TextSource } from "../../src/workers/tableRouter/textModels.ts";

/** Texts after which progress is told. */
const AT_ONCE = 100;

const MODELS = new URL("../../models/", import.meta.url).pathname;

/** Manifest of the shipped library, as far as its router goes. Throws a LabError without a router. */
function shipped() {
  const { router, tokenizer, files } = parseManifest(JSON.parse(readFileSync(join(MODELS, "library.json"), "utf8")));
  if (!router || tokenizer === undefined) throw new LabError("models/library.json has no router.");
  return { router, tokenizer, hashOf: (path: string) => files[path]!.sha256 };
}

const bytes = (path: string): ArrayBuffer => Uint8Array.from(readFileSync(join(MODELS, path))).buffer;

/** The files of the shipped router, for a router that reads its state; `origin` is that of the page. */
export function stateSource(): { source: Omit<TextSource, "feature">; origin: Record<string, unknown> } {
  const { router, tokenizer, hashOf } = shipped();
  const how = { kind: "state", output: router.outputs.state, maxTokens: router.maxTokens } as const;
  return {
    source: { model: bytes(router.model), tokenizer: bytes(tokenizer), how },
    origin: { library: "models", sha256: hashOf(router.model), tokenizerSha256: hashOf(tokenizer) },
  };
}

/** @param texts cleaned @param tell called after some texts with their number so far */
export async function stateRows(texts: readonly string[], tell: (done: number) => void): Promise<DenseRows> {
  const { router, tokenizer } = shipped();
  const { vocabulary } = new PromptEncoder(readFileSync(join(MODELS, tokenizer), "utf8"), router.maxTokens);
  runtime.env.wasm.numThreads = 1;
  const model = await createEngine(runtime, "wasm", 1).load(bytes(router.model));
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
