/** Figures of a cost curve. */
import { hullAt } from "../../core/curves/pareto.ts";
import { aiq } from "../../core/metrics/metrics.ts";

export interface Points {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/**
 * Mean height of a curve's hull between the mean costs of the cheapest and the dearest single model. At a large enough λ every router
 * sends all prompts to the cheapest model; where folds disagree about which one that is, its point is added.
 */
export function curveAiq({ x, y }: Points, singles: Points): number {
  const cheapest = lowest(singles.x);
  const range: [number, number] = [singles.x[cheapest]!, Math.max(...Array.from(singles.x))];
  return aiq([...Array.from(x), singles.x[cheapest]!], [...Array.from(y), singles.y[cheapest]!], range);
}

/** 1 − the least cost on the curve with at least `share` of the best single model's score, by its cost. NaN if none reaches it. */
export function saving({ x, y }: Points, share: number, best: { score: number; cost: number }): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < x.length; k++) if (y[k]! >= share * best.score - 1e-12 && x[k]! < least) least = x[k]!;
  return least < Number.POSITIVE_INFINITY ? 1 - least / best.cost : Number.NaN;
}

/** Height of the hull of single models at a cost: what mixing them at random achieves. NaN below the cheapest. */
export const mixedAt = ({ x, y }: Points, cost: number): number => hullAt(x, y, cost);

function lowest(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! < values[best]!) best = k;
  return best;
}
