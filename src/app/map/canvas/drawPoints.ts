import type { Surface } from "../../export/drawing.ts";
import { densityOf, drawDensity, type Points } from "./density.ts";
import { type MapScales, slopeOf } from "./mapScales.ts";

/** Opacity of points outside the selection, which stay visible as background. */
const FAINT = 0.13;

/** Points drawn in one step, unless there are more of one colour. */
const PER_STEP = 1_000;

/**
 * Draws all points as small squares over the shade of their density, those of added experts as pluses, one colour after the other;
 * points outside the selection come first, and faint. Points outside the picture are left out.
 */
export function drawPoints(...drawing: Parameters<typeof pointsInSteps>): void {
  for (const _ of pointsInSteps(...drawing));
}

/** The same in steps of a few milliseconds for the shipped maps. What is done between two steps must leave the surface as it is. */
export function* pointsInSteps(
  context: Surface,
  { at, groups, mask }: Points,
  scales: MapScales,
  size: { width: number; height: number; zoom: number; large?: boolean },
): Generator<void> {
  const density = densityOf({ at, groups, mask }, scales, size);
  yield;
  context.clearRect(0, 0, size.width, size.height);
  drawDensity(context, density);
  const side = pointSide(size) * (size.large ? 1.5 : 1);
  const [ofX, ofY] = [slopeOf(scales.x), slopeOf(scales.y)];
  let drawn = 0;
  function* draw(alpha: number, wanted: (row: number) => boolean) {
    for (const { color, rows, added } of groups) {
      drawn += rows.length;
      if (drawn > PER_STEP) {
        drawn = rows.length;
        yield;
      }
      context.globalAlpha = alpha;
      context.fillStyle = color;
      for (const row of rows) {
        if (!wanted(row)) continue;
        const x = at.x[row]! * ofX.slope + ofX.offset;
        const y = at.y[row]! * ofY.slope + ofY.offset;
        if (!(x > -side && x < size.width + side && y > -side && y < size.height + side)) continue;
        if (!added) context.fillRect(x - side / 2, y - side / 2, side, side);
        else {
          context.fillRect(x - side, y - side / 3, 2 * side, (2 * side) / 3);
          context.fillRect(x - side / 3, y - side, (2 * side) / 3, 2 * side);
        }
      }
    }
  }
  if (mask) yield* draw(FAINT, (row) => mask[row] === 0);
  yield* draw(1, mask ? (row) => mask[row] === 1 : () => true);
}

/** Side of a point's square in pixels: larger on a larger map, and slightly larger when zoomed in. */
const pointSide = ({ width, height, zoom }: { width: number; height: number; zoom: number }): number =>
  Math.max(2, Math.min(4, Math.sqrt((width * height) / 30_000))) * Math.min(2, zoom ** 0.25);
