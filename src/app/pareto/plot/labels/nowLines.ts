import type { Point } from "../nearestPoint.ts";
import type { PlotArea } from "../scales.ts";
import type { Box } from "./placeLabels.ts";

/**
 * The path of the lines from the current λ across to the outcome's axis and down to the cost's, interrupted where a text stands.
 * @param boxes those of all texts, in pixels
 */
export function nowLines([px, py]: Point, area: PlotArea, boxes: readonly Box[]): string {
  const beside = boxes
    .filter(({ top, bottom }) => top < py && py < bottom)
    .map(({ left, right }) => [left, right] as const);
  const below = boxes
    .filter(({ left, right }) => left < px && px < right)
    .map(({ top, bottom }) => [top, bottom] as const);
  return [
    ...without(area.left, px, beside).map(([from, to]) => `M${from} ${py}H${to}`),
    ...without(py, area.height - area.bottom, below).map(([from, to]) => `M${px} ${from}V${to}`),
  ].join("");
}

type Range = readonly [from: number, to: number];

/** What is left of a range without others, in order. */
function without(from: number, to: number, others: readonly Range[]): Range[] {
  const left: Range[] = [];
  let at = from;
  for (const [begin, end] of others.toSorted(([a], [b]) => a - b)) {
    if (begin > at) left.push([at, Math.min(begin, to)]);
    at = Math.max(at, end);
    if (at >= to) return left;
  }
  return [...left, [at, to]];
}
