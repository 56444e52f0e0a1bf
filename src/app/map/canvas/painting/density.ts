import type { Coordinates } from "../../../../workers/map/layout.ts";
import type { Surface } from "../../../export/drawing.ts";
import type { ColorGroup } from "../../legend/mapColors.ts";
import { type MapScales, type Slope, slopeOf } from "../mapScales.ts";

export interface Points {
  at: Coordinates;
  groups: readonly ColorGroup[];
  /** By benchmark row, 1 for a selected prompt; null when all are. */
  mask: Uint8Array | null;
}

/** Pixels a side of a cell; how often counts are spread to their neighbours; and how many shades there are. */
const CELL = 5;
const PASSES = 4;
const SHADES = 5;
/** Opacity of the darkest shade, and the share of the greatest density below which nothing is drawn. */
const DARKEST = 0.34;
const LEAST = 0.16;
/** Between ink and panel of both themes. */
const SHADE = "#7d8894";

/** Counts of points by cell, row by row, spread as by a bell curve. */
export interface Density {
  columns: number;
  rows: number;
  cells: Float32Array;
  greatest: number;
}

/** How many of the shown points lie around each cell of the picture. */
export function densityOf(
  { at, groups, mask }: Points,
  scales: MapScales,
  { width, height }: { width: number; height: number },
): Density {
  const [columns, rows] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
  const cells = new Float32Array(columns * rows);
  const [ofX, ofY] = [slopeOf(scales.x), slopeOf(scales.y)];
  for (const group of groups) count(at, group.rows, mask, ofX, ofY, { columns, rows, cells });
  for (let pass = 0; pass < PASSES; pass++) {
    for (let line = 0; line < rows; line++) spread(cells, line * columns, columns, 1);
    for (let column = 0; column < columns; column++) spread(cells, column, rows, columns);
  }
  return { columns, rows, cells, greatest: cells.reduce((a, b) => Math.max(a, b), 0) };
}

/** Adds the points to their cells. */
function count(
  { x, y }: Coordinates,
  points: readonly number[],
  mask: Uint8Array | null,
  ofX: Slope,
  ofY: Slope,
  { columns, rows, cells }: Omit<Density, "greatest">,
): void {
  const [scaleX, offsetX] = [ofX.slope / CELL, ofX.offset / CELL];
  const [scaleY, offsetY] = [ofY.slope / CELL, ofY.offset / CELL];
  for (let k = 0; k < points.length; k++) {
    const row = points[k]!;
    if (mask !== null && mask[row] === 0) continue;
    const column = x[row]! * scaleX + offsetX;
    const line = y[row]! * scaleY + offsetY;
    if (column >= 0 && column < columns && line >= 0 && line < rows) {
      cells[Math.floor(line) * columns + Math.floor(column)]! += 1;
    }
  }
}

/** One pass of (1, 2, 1)/4 along a row or column, in place: `length` cells from `start`, `stride` apart. */
function spread(cells: Float32Array, start: number, length: number, stride: number): void {
  let before = 0;
  for (let k = start, end = start + length * stride; k < end; k += stride) {
    const here = cells[k]!;
    const after = k + stride < end ? cells[k + stride]! : 0;
    cells[k] = (before + 2 * here + after) / 4;
    before = here;
  }
}

/** Shades the picture where points lie close together, below the points: many on one spot look like few otherwise. */
export function drawDensity(context: Surface, { columns, cells, greatest }: Density): void {
  if (greatest === 0) return;
  context.fillStyle = SHADE;
  const shades = Uint8Array.from(cells, (value) =>
    Math.max(0, Math.ceil((SHADES * (value / greatest - LEAST)) / (1 - LEAST))),
  );
  for (let shade = 1; shade <= SHADES; shade++) {
    context.globalAlpha = (DARKEST * shade) / SHADES;
    // Neighbours in a row as one rectangle: there are thousands of cells.
    for (let k = shades.indexOf(shade), end = 0; k >= 0; k = shades.indexOf(shade, end)) {
      const column = k % columns;
      for (end = k + 1; shades[end] === shade && end - k < columns - column; ) end++;
      context.fillRect(column * CELL, Math.floor(k / columns) * CELL, (end - k) * CELL, CELL);
    }
  }
  context.globalAlpha = 1;
}
