import { type Model, output } from "./engine.ts";
import { maskedCopies, maskPatterns, repeated } from "./masking.ts";
import { lossOf, topTokens } from "./predict.ts";
import type { EncodedPrompt, PromptEncoder } from "./prompt.ts";
import type { FillResult } from "./protocol.ts";

/** Any constant will do: it only has to be the same on every visit. */
const MASK_SEED = 7;

type Answer = Pick<FillResult, "masks" | "measured">;

/** What an expert predicts for every [MASK] of the prompt. */
export async function fillMasks(
  expert: Model,
  prompt: EncodedPrompt,
  encoder: PromptEncoder,
  topK: number,
): Promise<Answer> {
  const logits = output(await expert.run(repeated(prompt.ids, 1)), "logits");
  const vocabulary = logits.length / prompt.ids.length;
  const masks = prompt.maskPositions.map((position) => {
    const best = topTokens(logits.subarray(position * vocabulary, (position + 1) * vocabulary), topK);
    return {
      position,
      predictions: best.map((prediction) => ({ ...prediction, text: encoder.text(prediction.token) })),
    };
  });
  return { masks, measured: null };
}

/** Masked copies of a prompt in which every token is hidden once, and which tokens are hidden in which copy. */
export function maskedPrompt(prompt: EncodedPrompt, mask: number) {
  const patterns = maskPatterns(prompt.tokens, MASK_SEED);
  return { patterns, batch: maskedCopies(prompt.ids, patterns, mask) };
}

/**
 * True loss L(z, Mᵢ) of an expert on a prompt without [MASK]: mean of −ln p(true token) over all tokens, each hidden
 * once, in nats per token.
 */
export async function measureLoss(expert: Model, prompt: EncodedPrompt, mask: number): Promise<Answer> {
  const { patterns, batch } = maskedPrompt(prompt, mask);
  const logits = output(await expert.run(batch), "logits");
  const vocabulary = logits.length / (batch.rows * batch.columns);
  let sum = 0;
  patterns.forEach((pattern, row) => {
    for (const position of pattern) {
      const start = (row * batch.columns + position + 1) * vocabulary;
      sum += lossOf(prompt.ids[position + 1]!, logits.subarray(start, start + vocabulary));
    }
  });
  return { masks: [], measured: { loss: sum / prompt.tokens, masked: prompt.tokens } };
}
