/** Figures of a cost curve. */
import { upperHull } from "../../core/curves/pareto.ts";
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
export function mixedAt({ x, y }: Points, cost: number): number {
  const hull = upperHull(x, y);
  const first = hull[0];
  // The cheap end is a mean of equal numbers: allow for rounding.
  if (first === undefined || cost < x[first]! - 1e-9 * Math.abs(x[first]!)) return Number.NaN;
  const next = hull.findIndex((i) => x[i]! >= cost);
  if (next < 0) return y[hull.at(-1)!]!;
  if (next === 0) return y[first]!;
  const [a, b] = [hull[next - 1]!, hull[next]!];
  return y[a]! + ((y[b]! - y[a]!) * (cost - x[a]!)) / (x[b]! - x[a]!);
}

function lowest(values: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k]! < values[best]!) best = k;
  return best;
}
