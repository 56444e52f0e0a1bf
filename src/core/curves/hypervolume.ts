import { paretoSet } from "./pareto.ts";

/**
 * Area that points dominate, up to a reference point: the larger, the better the set of points as a whole.
 * @param x cost, lower is better, @param y quality, higher is better; points without a known place take no part
 * @param reference a cost and a quality; points that are dearer or worse add nothing
 */
export function hypervolume(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  reference: readonly [cost: number, quality: number],
): number {
  const [dearest, worst] = reference;
  const front = paretoSet(x, y);
  return front.reduce((area, i, k) => {
    const next = front[k + 1];
    const until = Math.min(dearest, next === undefined ? dearest : x[next]!);
    return area + Math.max(0, until - x[i]!) * Math.max(0, y[i]! - worst);
  }, 0);
}
