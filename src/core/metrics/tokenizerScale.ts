/**
 * Puts an expert of another tokenizer on the library's scale. Its loss is known in nats per character, the library's losses are nats
 * a token. On every text some experts of the library, the references, are measured both ways, over the same hidden words, and
 *
 *   loss in nats per token = loss in nats per character × Σ references' nats per token ⁄ Σ references' nats per character
 *
 * The assumption: on one and the same text, a nat a character is worth as many nats per token for the custom expert as for the
 * references. The ratio is taken text by text, as it follows the length of the text's words and tokens.
 */

/** Losses of one expert of the library on one text, in both units. */
export interface ReferenceLoss {
  perToken: number;
  perCharacter: number;
}

/** The loss in nats per token; NaN when the references say nothing. */
export function toNatsPerToken(perCharacter: number, references: readonly ReferenceLoss[]): number {
  const sum = (unit: keyof ReferenceLoss) => references.reduce((total, one) => total + one[unit], 0);
  const characters = sum("perCharacter");
  return characters > 0 ? (perCharacter * sum("perToken")) / characters : Number.NaN;
}

/**
 * Experts to measure as references: evenly spaced in the order of their mean predicted loss, from the best to the worst, so that
 * the ratio is that of no single kind of expert.
 * @param means mean predicted loss of every expert; NaN ones are left out
 */
export function spreadExperts(means: ArrayLike<number>, count: number): number[] {
  const order = Array.from(means, (_, i) => i)
    .filter((i) => Number.isFinite(means[i]!))
    .sort((a, b) => means[a]! - means[b]! || a - b);
  if (order.length <= count) return order;
  return Array.from({ length: count }, (_, k) => order[Math.round((k * (order.length - 1)) / (count - 1))]!);
}
