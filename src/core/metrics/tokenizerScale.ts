/**
 * Converts the loss of an expert with another tokenizer to the library's scale. Its loss is known in nats per character; the
 * library's losses are in nats per token. On each text some experts of the library, the references, are measured in both units over
 * the same hidden words, and
 *
 *   loss in nats per token = loss in nats per character × Σ references' nats per token ⁄ Σ references' nats per character
 *
 * This assumes that on a given text, one nat per character is worth the same number of nats per token for the custom expert as for
 * the references. The ratio is taken per text because it depends on the length of the text's words and tokens.
 */

/** Losses of one library expert on one text, in both units. */
export interface ReferenceLoss {
  perToken: number;
  perCharacter: number;
}

/** The loss in nats per token; NaN when the references give no ratio. */
export function toNatsPerToken(perCharacter: number, references: readonly ReferenceLoss[]): number {
  const sum = (unit: keyof ReferenceLoss) => references.reduce((total, one) => total + one[unit], 0);
  const characters = sum("perCharacter");
  return characters > 0 ? (perCharacter * sum("perToken")) / characters : Number.NaN;
}

/**
 * Experts to measure as references: evenly spaced by rank of mean predicted loss, from best to worst, so that the ratio is not that
 * of one kind of expert.
 * @param means mean predicted loss of each expert; NaN excludes the expert
 */
export function spreadExperts(means: ArrayLike<number>, count: number): number[] {
  const order = Array.from(means, (_, i) => i)
    .filter((i) => Number.isFinite(means[i]!))
    .sort((a, b) => means[a]! - means[b]! || a - b);
  if (order.length <= count) return order;
  return Array.from({ length: count }, (_, k) => order[Math.round((k * (order.length - 1)) / (count - 1))]!);
}
