/** Share of some work that is done, 0 … 1. */
export type Tell = (share: number) => void;

/**
 * One report of progress for several parts that are done one after the other.
 * @param weights how long each takes, in any unit
 * @returns by part, what to call with the share of it that is done
 */
export function partsOf(tell: Tell, weights: readonly number[]): Tell[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return weights.map((weight) => {
    const from = before;
    before += weight;
    return (share) => tell((from + share * weight) / total);
  });
}
