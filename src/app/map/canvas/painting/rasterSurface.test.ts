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

test("the same rectangle at many places is what the rectangles are one by one", () => {
  const coordinate = fc.double({ min: -9, max: 30, noNaN: true });
  const length = fc.double({ min: 0, max: 9, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(coordinate, coordinate), { maxLength: 9 }),
      fc.record({ left: coordinate, top: coordinate, width: length, height: length }),
      fc.constantFrom(1, 0.13),
      fc.constantFrom(1, 1.25, 2),
      (places, rectangle, alpha, ratio) => {
        const drawn = [0, 1].map((k) => {
          const surface = new RasterSurface(20, 16, ratio);
          surface.fillStyle = "#a03050";
          surface.globalAlpha = alpha;
          const { left, top, width, height } = rectangle;
          if (k === 0) surface.fillAt(Float64Array.from(places.flat()), rectangle);
          else for (const [x, y] of places) surface.fillRect(x + left, y + top, width, height);
          return Array.from(surface.pixels);
        });
        expect(drawn[0]).toEqual(drawn[1]);
      },
    ),
    { numRuns: 200 },
  );
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
