import { expect, test } from "vitest";
import { principalAxes, principalPlane } from "./principalPlane.ts";

/** Points that vary three times as far along (3, 4, 0) / 5 as along the third column. */
const POINTS = Float32Array.from([-1, 1].flatMap((a) => [-1, 1].flatMap((b) => [9 * a + 1, 12 * a + 1, 5 * b + 1])));

test("the axes are where the rows vary most, in falling order", () => {
  const { mean, axes } = principalAxes(POINTS, 3, 2);
  expect([...mean]).toEqual([1, 1, 1]);
  const lengths = axes.map((axis) => Math.hypot(...axis));
  for (const length of lengths) expect(length).toBeCloseTo(1, 9);
  expect(Math.abs(axes[0]![0]! * 0.6 + axes[0]![1]! * 0.8)).toBeCloseTo(1, 9);
  expect(Math.abs(axes[1]![2]!)).toBeCloseTo(1, 9);
});

test("the plane holds each row's place along them, with the largest component positive", () => {
  const { x, y } = principalPlane(POINTS, 3);
  expect([...x].map(Math.round)).toEqual([-15, -15, 15, 15]);
  expect([...y].map(Math.round)).toEqual([-5, 5, -5, 5]);
});

test("an axis beyond the rank of the rows is nothing: rows on a line stay on it, and one row is at zero", () => {
  expect([...principalPlane(Float32Array.of(1, 1, 2, 2, 3, 3), 2).y].map(Math.abs)).toEqual([0, 0, 0]);
  const { x, y } = principalPlane(Float32Array.of(4, 5), 2);
  expect([Math.abs(x[0]!), Math.abs(y[0]!)]).toEqual([0, 0]);
});
