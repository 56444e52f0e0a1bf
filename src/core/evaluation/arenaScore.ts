/** RouterArena's bounds, US dollars per 1,000 prompts, and the weight of cost against accuracy. */
const DEAREST = 200;
const CHEAPEST = 0.0044;
const BETA = 0.1;

/**
 * The score by which RouterArena ranks routers (router_evaluation/compute_scores.py there): a weighted harmonic mean of accuracy
 * and of the cheapness of calls, on a logarithmic scale.
 * @param accuracy 0 … 1, @param cost US dollars per 1,000 prompts
 * @returns 0 … 1; NaN where the cost is unknown, or 0, which has no logarithm
 */
export function arenaScore(accuracy: number, cost: number): number {
  if (!(cost > 0)) return Number.NaN;
  const bounded = Math.min(DEAREST, Math.max(CHEAPEST, cost));
  const cheapness = (Math.log2(DEAREST) - Math.log2(bounded)) / (Math.log2(DEAREST) - Math.log2(CHEAPEST));
  const below = BETA * accuracy + cheapness;
  return below > 0 ? ((1 + BETA) * accuracy * cheapness) / below : 0;
}
