/** The calls that run an expert on a text, for both sources of experts. */
import type { Handlers } from "../../../rpc/serve.ts";
import type { Model } from "../engine/engine.ts";
import { fillMasks, hideable, measureLoss } from "../fill.ts";
import type { ExpertCalls, FillRequest, FillResult, MeasureRequest, MeasureResult } from "../protocol.ts";
import { measureWords } from "../text/words.ts";
import type { Batch } from "../types.ts";
import type { ExpertService, OpenExpert } from "./openExpert.ts";

/** Handles the worker's messages. */
export function expertHandlers<E extends { key: string }>(service: ExpertService<E>): Handlers<ExpertCalls<E>> {
  return {
    fill: async (request, context) => ({ result: await service.fill(request, context) }),
    measure: async (request, context) => ({ result: await service.measure(request, context) }),
    release: async ({ key }) => {
      await service.release(key);
      return { result: null };
    },
  };
}

/**
 * Fills the masks of a text and measures the expert on it. Positions of hidden tokens, and losses per token, refer to the library's
 * tokenizer: with another one only the text's own [MASK]s are filled, and nothing is measured.
 */
export async function fill<E>(expert: OpenExpert, request: Omit<FillRequest<E>, "expert">): Promise<FillResult> {
  const { model, turn, vocabulary, sharedTokenizer, backend, loadMilliseconds } = expert;
  const prompt = expert.encode(request.text);
  const { tokens, truncated, maskPositions } = prompt;
  const hidden = sharedTokenizer ? hideable(prompt, request.masks) : [];
  const start = performance.now();
  const shown = { mask: vocabulary.mask, text: (id: number) => expert.text(id) };
  const masked = maskPositions.length + hidden.length > 0;
  const fills = masked ? await turn(() => fillMasks(model, prompt, shown, request.topK, hidden)) : null;
  const measured = sharedTokenizer ? (fills?.measured ?? (await lossOf(expert, request.text))) : null;
  const milliseconds = performance.now() - start;
  const latency = await expert.latency();
  return {
    masks: fills?.masks ?? [],
    measured,
    tokens,
    truncated,
    milliseconds,
    latency,
    backend,
    loadMilliseconds,
  };
}

/** Measures the expert word by word, and also per token if its tokenizer is the library's. */
export async function measure<E>(
  expert: OpenExpert,
  { text, counts }: Omit<MeasureRequest<E>, "expert">,
): Promise<MeasureResult> {
  const words = await measureWords(expert.model, text, expert.vocabulary, counts, expert.turn);
  const measured = expert.sharedTokenizer ? await lossOf(expert, text) : null;
  return { ...words, perToken: measured?.loss ?? null };
}

function lossOf({ model, turn, vocabulary, encode, atOnce }: OpenExpert, text: string) {
  const prompt = encode(text);
  return turn(() => measureLoss(model, prompt, vocabulary.mask, atOnce(prompt.ids.length)));
}

/** Take the best of several runs: other load on the machine, and the warm-up of the first run, can only make a run slower. */
const LATENCY_RUNS = 3;

/** Milliseconds of one run of the batch. */
export async function latencyOf({ model, turn }: { model: Model; turn: OpenExpert["turn"] }, batch: Batch) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < LATENCY_RUNS; run++) {
    await turn(async () => {
      const start = performance.now();
      await model.run(batch);
      fastest = Math.min(fastest, performance.now() - start);
    });
  }
  return fastest;
}
