import { paretoSet } from "./pareto.ts";

/**
 * Hypervolume in two dimensions: the area that the points dominate, up to a reference point. Larger is better.
 * @param x cost, lower is better, @param y quality, higher is better; points with an unknown coordinate are ignored
 * @param reference a cost and a quality; points that cost more or score worse add nothing
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
