import fc from "fast-check";
import { expect, test } from "vitest";
import { insidePolygon, type Polygon, simplifyPolygon } from "./polygon.ts";

const L_SHAPE: Polygon = [
  [0, 0],
  [4, 0],
  [4, 1],
  [1, 1],
  [1, 4],
  [0, 4],
];

test.each([
  [0.5, 0.5, true],
  [3, 0.5, true],
  [0.5, 3, true],
  [3, 3, false],
  [-1, 0.5, false],
  [Number.NaN, 0.5, false],
  [0.5, Number.NaN, false],
])("(%d, %d) in an L: %s", (x, y, inside) => {
  expect(insidePolygon(L_SHAPE, x, y)).toBe(inside);
});

test("fewer than three corners contain nothing", () => {
  expect(insidePolygon([], 0, 0)).toBe(false);
  expect(insidePolygon(L_SHAPE.slice(0, 2), 1, 0)).toBe(false);
});

test("a simplified circle contains what is well inside and excludes what is well outside", () => {
  const circle: Polygon = Array.from({ length: 400 }, (_, k) => {
    const angle = (2 * Math.PI * k) / 400;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
  const simple = simplifyPolygon(circle, 64);
  expect(simple).toHaveLength(64);
  const polar = fc.tuple(fc.double({ min: 0, max: 7, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }));
  fc.assert(
    fc.property(polar, ([angle, radius]) => {
      fc.pre(Math.abs(radius - 1) > 0.02);
      expect(insidePolygon(simple, radius * Math.cos(angle), radius * Math.sin(angle))).toBe(radius < 1);
    }),
  );
});

test("a polygon that is simple enough stays as it is", () => {
  expect(simplifyPolygon(L_SHAPE, 6)).toEqual(L_SHAPE);
});
