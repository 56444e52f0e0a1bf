import { scaleLinear } from "d3-scale";
import { expect, test } from "vitest";
import { PathSurface } from "../../../export/drawing.ts";
import { densityOf, drawDensity } from "./density.ts";

const scales = { x: scaleLinear([0, 1], [0, 100]), y: scaleLinear([0, 1], [0, 60]) };
const size = { width: 100, height: 60 };
const at = { x: Float32Array.of(0.3, 0.3, 0.3, 0.7), y: Float32Array.of(0.5, 0.5, 0.5, 0.5) };
const groups = [{ color: "#000000", rows: [0, 1, 2, 3], added: false }];

test("every shown point counts once, and most of it near its place", () => {
  const { cells, columns, greatest } = densityOf({ at, groups, mask: null }, scales, size);
  expect(cells.reduce((a, b) => a + b, 0)).toBeCloseTo(4, 4);
  expect(cells.indexOf(greatest)).toBe(6 * columns + 6);
  const selected = densityOf({ at, groups, mask: Uint8Array.of(0, 0, 0, 1) }, scales, size);
  expect(selected.cells.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
});

test("the denser, the darker, and without points nothing is drawn", () => {
  const surface = new PathSurface();
  drawDensity(surface, densityOf({ at, groups, mask: null }, scales, size));
  const opacities = surface.paths.map(({ opacity }) => opacity);
  expect(opacities.length).toBeGreaterThan(1);
  expect(opacities).toEqual([...opacities].sort((a, b) => a - b));
  const empty = new PathSurface();
  drawDensity(empty, densityOf({ at, groups: [], mask: null }, scales, size));
  expect(empty.paths).toEqual([]);
});

test("cells of one shade beside each other are one rectangle, which ends with its row", () => {
  const drawn: number[][] = [];
  const surface = { fillRect: (...box: number[]) => drawn.push(box), fillStyle: "", globalAlpha: 1 };
  const cells = Float32Array.of(1, 1, 0, 0, 1, 1, 1, 0, 1);
  drawDensity(surface as unknown as PathSurface, { columns: 3, rows: 3, cells, greatest: 1 });
  expect(drawn).toEqual([
    [0, 0, 10, 5],
    [5, 5, 10, 5],
    [0, 10, 5, 5],
    [10, 10, 5, 5],
  ]);
});
