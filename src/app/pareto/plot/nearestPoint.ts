/** A position in the plot, in pixels. */
export type Point = readonly [x: number, y: number];

/** Index of the point nearest to a position, the first among ties; points without a position are skipped. −1 if there are none. */
export function nearestPoint(points: readonly Point[], [x, y]: Point): number {
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < points.length; k++) {
    const distance = (points[k]![0] - x) ** 2 + (points[k]![1] - y) ** 2;
    if (distance < least) [nearest, least] = [k, distance];
  }
  return nearest;
}
