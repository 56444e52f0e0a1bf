import type { Coordinates } from "../../../../workers/map/layout.ts";
import type { Surface } from "../../../export/drawing.ts";
import { type MapScales, slopeOf } from "../mapScales.ts";
import { densityOf, drawDensity, type Points } from "./density.ts";
import { RasterSurface, type Rectangle } from "./rasterSurface.ts";

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
  const square = [{ left: -side / 2, top: -side / 2, width: side, height: side }];
  const plus = [
    { left: -side, top: -side / 3, width: 2 * side, height: (2 * side) / 3 },
    { left: -side / 3, top: -side, width: (2 * side) / 3, height: 2 * side },
  ];
  const box = { width: size.width, height: size.height, margin: side };
  let drawn = 0;
  for (const selected of mask ? [0, 1] : [1]) {
    for (const { color, rows, added } of groups) {
      drawn += rows.length;
      if (drawn > PER_STEP) {
        drawn = rows.length;
        yield;
      }
      context.globalAlpha = selected ? 1 : FAINT;
      context.fillStyle = color;
      const places = visiblePlaces(at, rows, mask, selected, scales, box);
      for (const mark of added ? plus : square) fillAt(context, places, mark);
    }
  }
}

/** What `visiblePlaces` returns lies here until its next call. */
let room = new Float64Array(0);

/**
 * Pixels of the points inside the picture, one after the other: x, y, x, y and so on. A loop that does nothing else, as over a hundred
 * thousand points every call in it counts, most of all before the browser has compiled it.
 * @param selected 1 for the points that the mask selects, 0 for the others
 */
function visiblePlaces(
  { x, y }: Coordinates,
  rows: readonly number[],
  mask: Uint8Array | null,
  selected: number,
  scales: MapScales,
  { width, height, margin }: { width: number; height: number; margin: number },
): Float64Array {
  const [ofX, ofY] = [slopeOf(scales.x), slopeOf(scales.y)];
  if (room.length < 2 * rows.length) room = new Float64Array(2 * rows.length);
  let end = 0;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    if (mask !== null && mask[row] !== selected) continue;
    const px = x[row]! * ofX.slope + ofX.offset;
    const py = y[row]! * ofY.slope + ofY.offset;
    if (!(px > -margin && px < width + margin && py > -margin && py < height + margin)) continue;
    room[end] = px;
    room[end + 1] = py;
    end += 2;
  }
  return room.subarray(0, end);
}

/** The same rectangle at each place. */
function fillAt(context: Surface, places: Float64Array, mark: Rectangle): void {
  if (context instanceof RasterSurface) {
    context.fillAt(places, mark);
    return;
  }
  const { left, top, width, height } = mark;
  for (let k = 0; k < places.length; k += 2) context.fillRect(places[k]! + left, places[k + 1]! + top, width, height);
}

/** Side of a point's square in pixels: larger on a larger map, and slightly larger when zoomed in. */
const pointSide = ({ width, height, zoom }: { width: number; height: number; zoom: number }): number =>
  Math.max(2, Math.min(4, Math.sqrt((width * height) / 30_000))) * Math.min(2, zoom ** 0.25);
