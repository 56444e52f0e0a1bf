import { type Model, output } from "./engine/engine.ts";
import { lossOf, topTokens } from "./predict.ts";
import type { FilledMask, MeasuredLoss } from "./protocol.ts";
import { maskedCopies, maskPatterns } from "./text/masking.ts";
import type { EncodedPrompt, PromptEncoder } from "./text/prompt.ts";

/** Any constant will do: it only has to be the same on every visit. */
const MASK_SEED = 7;

/**
 * An expert's predictions for every [MASK] of the prompt and for the additionally hidden tokens, in one run.
 * @param placed tokens to hide, counted from the first after [CLS]; positions beyond the prompt and its own [MASK]s are ignored
 */
export async function fillMasks(
  expert: Model,
  prompt: EncodedPrompt,
  encoder: Pick<PromptEncoder, "mask" | "text">,
  topK: number,
  placed: readonly number[],
): Promise<{ masks: FilledMask[]; measured: MeasuredLoss | null }> {
  const hidden = hideable(prompt, placed);
  const logits = output(await expert.run(maskedCopies(prompt.ids, [hidden], encoder.mask)), "logits");
  const vocabulary = logits.length / prompt.ids.length;
  const known = new Set(hidden.map((place) => place + 1));
  const positions = [...prompt.maskPositions, ...known].sort((a, b) => a - b);
  const losses: number[] = [];
  const masks = positions.map((position): FilledMask => {
    const own = logits.subarray(position * vocabulary, (position + 1) * vocabulary);
    const predictions = topTokens(own, topK).map((best) => ({ ...best, text: encoder.text(best.token) }));
    if (!known.has(position)) return { position, truth: null, predictions };
    const token = prompt.ids[position]!;
    const loss = lossOf(token, own);
    losses.push(loss);
    return { position, truth: { token, text: encoder.text(token), probability: Math.exp(-loss) }, predictions };
  });
  const total = losses.reduce((sum, loss) => sum + loss, 0);
  const measured = { loss: total / losses.length, masked: losses.length, over: "masks" as const };
  return { masks, measured: losses.length > 0 ? measured : null };
}

/** Those of the given positions that can be hidden: unique, ascending, no [MASK]. */
export function hideable({ tokens, maskPositions }: EncodedPrompt, places: readonly number[]): number[] {
  const free = (place: number) => place >= 0 && place < tokens && !maskPositions.includes(place + 1);
  return [...new Set(places)].filter(free).sort((a, b) => a - b);
}

/** Masked copies of a prompt in which every token except its own [MASK]s is hidden once, and which are hidden in which copy. */
export function maskedPrompt(prompt: EncodedPrompt, mask: number) {
  const visible = hideable(
    prompt,
    Array.from({ length: prompt.tokens }, (_, place) => place),
  );
  const patterns = maskPatterns(visible.length, MASK_SEED).map((pattern) => pattern.map((k) => visible[k]!));
  return { patterns, batch: maskedCopies(prompt.ids, patterns, mask) };
}

/**
 * True loss L(z, Mᵢ) of an expert on a prompt: mean of −ln p(true token) over all tokens except its own [MASK]s, each hidden once,
 * in nats per token. Null for an all-mask prompt.
 * @param atOnce copies of the prompt per run
 */
export async function measureLoss(
  expert: Model,
  prompt: EncodedPrompt,
  mask: number,
  atOnce = Number.POSITIVE_INFINITY,
): Promise<MeasuredLoss | null> {
  const { patterns } = maskedPrompt(prompt, mask);
  if (patterns.length === 0) return null;
  let sum = 0;
  for (let from = 0; from < patterns.length; from += atOnce) {
    const some = patterns.slice(from, from + atOnce);
    const batch = maskedCopies(prompt.ids, some, mask);
    const logits = output(await expert.run(batch), "logits");
    const vocabulary = logits.length / (batch.rows * batch.columns);
    some.forEach((pattern, row) => {
      for (const position of pattern) {
        const start = (row * batch.columns + position + 1) * vocabulary;
        sum += lossOf(prompt.ids[position + 1]!, logits.subarray(start, start + vocabulary));
      }
    });
  }
  const masked = patterns.reduce((count, pattern) => count + pattern.length, 0);
  return { loss: sum / masked, masked, over: "text" };
}
