import fc from "fast-check";
import { expect, test } from "vitest";
import { RasterSurface } from "./rasterSurface.ts";

const pixel = ({ pixels, columns }: RasterSurface, x: number, y: number) =>
  Array.from(pixels.subarray(4 * (y * columns + x), 4 * (y * columns + x) + 4));

test("an opaque rectangle fills its pixels and no others", () => {
  const surface = new RasterSurface(4, 3, 1);
  surface.fillStyle = "#102030";
  surface.fillRect(1, 1, 2, 1);
  for (let y = 0; y < 3; y++) {
    for (let x = 0; x < 4; x++) {
      expect(pixel(surface, x, y)).toEqual(y === 1 && x >= 1 && x < 3 ? [16, 32, 48, 255] : [0, 0, 0, 0]);
    }
  }
  surface.clearRect();
  expect(surface.pixels.every((value) => value === 0)).toBe(true);
});

test("colours of d3's notation are read, and opacities compose as on a canvas", () => {
  const surface = new RasterSurface(1, 1, 1);
  surface.fillStyle = "rgb(200, 100, 0)";
  surface.globalAlpha = 0.5;
  surface.fillRect(0, 0, 1, 1);
  expect(pixel(surface, 0, 0)).toEqual([200, 100, 0, 128]);
  surface.fillStyle = "#000000";
  surface.fillRect(0, 0, 1, 1);
  // Half of black over half of the colour: opacity 3/4, of which the colour has a third.
  const [r, g, b, a] = pixel(surface, 0, 0);
  expect(Math.abs(r! - 200 / 3)).toBeLessThan(1);
  expect(Math.abs(g! - 100 / 3)).toBeLessThan(1);
  expect(b).toBe(0);
  expect(Math.abs(a! - 0.75 * 255)).toBeLessThan(1);
});

test("neighbouring cells cover every pixel once at any ratio; what lies outside is cut off", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 3, noNaN: true }), fc.integer({ min: 1, max: 9 }), (ratio, side) => {
      const count = 6;
      const length = Math.round(count * side * ratio);
      const surface = new RasterSurface(length, length, ratio);
      surface.globalAlpha = 0.5;
      for (let row = -1; row <= count; row++) {
        for (let column = -1; column <= count; column++) surface.fillRect(column * side, row * side, side, side);
      }
      const opacities = surface.pixels.filter((_, at) => at % 4 === 3);
      expect(opacities.every((opacity) => opacity === 128)).toBe(true);
    }),
    { numRuns: 50 },
  );
});
