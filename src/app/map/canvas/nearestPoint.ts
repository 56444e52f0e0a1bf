import { type MapScales, slopeOf } from "./mapScales.ts";
import type { Points } from "./painting/density.ts";

const RADIUS = 8;

/** Row of the selected point nearest to a pixel; null when none is near. */
export function nearestPoint(
  { at: { x: xs, y: ys }, groups, mask }: Points,
  scales: MapScales,
  px: number,
  py: number,
): number | null {
  let best: number | null = null;
  let bestDistance = RADIUS ** 2;
  const [x, y] = [slopeOf(scales.x), slopeOf(scales.y)];
  for (const { rows } of groups) {
    for (const row of rows) {
      if (mask && mask[row] === 0) continue;
      const distance = (xs[row]! * x.slope + x.offset - px) ** 2 + (ys[row]! * y.slope + y.offset - py) ** 2;
      if (distance < bestDistance) [best, bestDistance] = [row, distance];
    }
  }
  return best;
}
