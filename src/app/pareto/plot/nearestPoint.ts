/** A place in the plot, in pixels. */
export type Point = readonly [x: number, y: number];

/** Index of the point nearest to a place, the first of equally near ones; points without a place are passed over. −1 without any. */
export function nearestPoint(points: readonly Point[], [x, y]: Point): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < points.length; k++) {
    const distance = (points[k]![0] - x) ** 2 + (points[k]![1] - y) ** 2;
    if (distance < least) [nearest, least] = [k, distance];
  }
  return nearest;
}
