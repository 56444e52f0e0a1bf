/** The calls that run an expert on a text, for both sources of experts. */

import { InferenceError } from "../../../rpc/errors.ts";
import type { CallContext, Handlers } from "../../../rpc/serve.ts";
import { causalWords, measureCausalWords } from "../causal/causalWords.ts";
import { type Continuation, type ContinueRequest, continueText } from "../causal/continuation.ts";
import { type CausalReading, surprisalOf } from "../causal/surprisal.ts";
import type { Model } from "../engine/engine.ts";
import { fillMasks, hideable, measureLoss } from "../fill.ts";
import type { ExpertCalls, FillRequest, FillResult, MeasuredLoss, MeasureRequest, MeasureResult } from "../protocol.ts";
import { measureWords, wordTokens } from "../text/words.ts";
import type { Batch } from "../types.ts";
import type { ExpertService, OpenExpert } from "./openExpert.ts";

/** Handles the worker's messages. */
export function expertHandlers<E extends { key: string }>(service: ExpertService<E>): Handlers<ExpertCalls<E>> {
  return {
    fill: async (request, context) => ({ result: await service.fill(request, context) }),
    measure: async (request, context) => ({ result: await service.measure(request, context) }),
    continue: async (request, context) => ({ result: await service.continue(request, context) }),
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
  if (expert.causal) return readText(expert, expert.causal, request.text);
  const { model, turn, vocabulary, sharedTokenizer, backend, loadMilliseconds } = expert;
  const prompt = expert.encode(request.text);
  const { tokens, truncated, maskPositions } = prompt;
  const hidden = sharedTokenizer ? hideable(prompt, request.masks) : [];
  const start = performance.now();
  const shown = { mask: vocabulary.mask, text: (id: number) => expert.text(id) };
  const masked = maskPositions.length + hidden.length > 0;
  const fills = masked ? await turn(() => fillMasks(model, prompt, shown, request.topK, hidden)) : null;
  const perToken = expert.scale.unit === "nats per token";
  const measured = (perToken && sharedTokenizer && fills?.measured) || (await lossOf(expert, request.text));
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
  const { model, vocabulary, turn, causal } = expert;
  const words = causal
    ? await turn(() => measureCausalWords(causal.decoder, text, vocabulary, counts))
    : await measureWords(model, text, vocabulary, counts, turn);
  const measured = await lossOf(expert, text);
  return { ...words, perToken: measured?.loss ?? null };
}

/** Continues a text. Throws a ModelError for an expert that only fills masks. */
export function continued<E>(
  { causal, turn }: OpenExpert,
  request: Omit<ContinueRequest<E>, "expert">,
  context: CallContext,
): Promise<Continuation> {
  if (!causal) throw new InferenceError("ModelError", "This expert fills masks; it cannot continue a text.");
  return turn(() => continueText(causal, request, context));
}

/** A causal expert's reading of a text, in place of fills. */
async function readText(
  expert: OpenExpert,
  open: NonNullable<OpenExpert["causal"]>,
  text: string,
): Promise<FillResult> {
  const start = performance.now();
  const causal = await expert.turn(() => surprisalOf(open, text, (id) => expert.text(id)));
  const milliseconds = performance.now() - start;
  const { backend, loadMilliseconds } = expert;
  const { truncated, tokens } = causal;
  const measured = onScale(expert, causal);
  const latency = await expert.latency();
  return {
    masks: [],
    measured,
    causal,
    tokens: tokens.length,
    truncated,
    milliseconds,
    latency,
    backend,
    loadMilliseconds,
  };
}

/** The loss of a whole text on the library's scale; null when it is not on it. */
async function lossOf(expert: OpenExpert, text: string): Promise<MeasuredLoss | null> {
  const { model, turn, vocabulary, encode, atOnce, causal, scale, sharedTokenizer } = expert;
  if (causal) {
    if (scale.task !== "causal") return null;
    return onScale(expert, await turn(() => surprisalOf(causal, text, (id) => expert.text(id))));
  }
  if (scale.task !== "masked") return null;
  if (scale.unit === "nats per character") {
    const { usable } = wordTokens(text, vocabulary);
    const { nats, characters } = await measureWords(model, text, vocabulary, usable, turn);
    return characters === 0 ? null : { loss: nats / characters, masked: usable.filter(Boolean).length, over: "text" };
  }
  if (!sharedTokenizer) return null;
  const prompt = encode(text);
  return turn(() => measureLoss(model, prompt, vocabulary.mask, atOnce(prompt.ids.length)));
}

/** A causal loss in the unit of a causal library. */
function onScale(
  { scale, sharedTokenizer }: OpenExpert,
  { nats, scored, characters }: CausalReading,
): MeasuredLoss | null {
  if (scale.task !== "causal" || scored === 0) return null;
  const loss = { masked: scored, over: "tokens" as const };
  if (scale.unit === "nats per character") return characters === 0 ? null : { loss: nats / characters, ...loss };
  return sharedTokenizer ? { loss: nats / scored, ...loss } : null;
}

/** By word of a text, 1 for words that may count for this expert. */
export const usableWords = (
  { causal, vocabulary }: Pick<OpenExpert, "causal" | "vocabulary">,
  text: string,
): Uint8Array => (causal ? causalWords(text, vocabulary) : wordTokens(text, vocabulary)).usable;

/** Take the best of several runs: other load on the machine, and the warm-up of the first run, can only make a run slower. */
const LATENCY_RUNS = 3;

/** Milliseconds of one run of the batch. */
export async function latencyOf(
  { model, turn }: { model: Model; turn: OpenExpert["turn"] },
  batch: Batch,
  runs = LATENCY_RUNS,
) {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    await turn(async () => {
      const start = performance.now();
      await model.run(batch);
      fastest = Math.min(fastest, performance.now() - start);
    });
  }
  return fastest;
}
