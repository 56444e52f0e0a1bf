/** Runs the library's router over the measured prompts in Node, like the explorer in a browser. */
import * as runtime from "onnxruntime-web/wasm";
import { UMAP } from "umap-js";
import { mulberry32 } from "../../src/core/stats/random.ts";
import { createEngine, output } from "../../src/workers/inference/engine/engine.ts";
import { repeated } from "../../src/workers/inference/text/masking.ts";
import { PromptEncoder } from "../../src/workers/inference/text/prompt.ts";
import { FolderError } from "./folder.ts";

export interface Routed {
  tokens: number[];
  /** Predicted losses, by prompt and expert. */
  predicted: Float32Array[];
  states: Float32Array[];
}

/** @throws FolderError when the model's outputs are not those of a router */
export async function routeAll(
  model: ArrayBuffer,
  tokenizer: string,
  maxTokens: number,
  experts: number,
  texts: readonly string[],
  onProgress: (done: number) => void,
): Promise<Routed> {
  runtime.env.wasm.numThreads = 1;
  const engine = createEngine(runtime, "wasm", 1);
  const encoder = new PromptEncoder(tokenizer, maxTokens);
  const router = await engine.load(model);
  const routed: Routed = { tokens: [], predicted: [], states: [] };
  for (const [i, text] of texts.entries()) {
    const prompt = encoder.encode(text)!;
    const outputs = await router.run(repeated(prompt.ids, 1));
    const [losses, state] = [output(outputs, "losses"), output(outputs, "state")];
    if (losses.length !== experts) {
      throw new FolderError(
        `The router has ${losses.length} losses for one prompt, but its id2label names ${experts} experts.`,
      );
    }
    routed.tokens.push(prompt.tokens);
    routed.predicted.push(losses.slice());
    routed.states.push(state.slice());
    onProgress(i + 1);
  }
  await router.release();
  return routed;
}

export const MAP = { method: "UMAP (umap-js)", metric: "euclidean", neighbors: 15, minDist: 0.1, seed: 7 } as const;

/** Positions of the states on the map. With fewer prompts than a neighbourhood needs, they are put in a row. */
export function layOut(states: readonly Float32Array[]): [x: number, y: number][] {
  if (states.length < 4) return states.map((_, i) => [i, 0]);
  const umap = new UMAP({
    nNeighbors: Math.min(MAP.neighbors, states.length - 1),
    minDist: MAP.minDist,
    random: mulberry32(MAP.seed),
  });
  return umap.fit(states.map((state) => [...state])) as [number, number][];
}
