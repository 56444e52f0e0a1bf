import { expect, it } from "vitest";
import { percentileInterval } from "./percentileInterval.ts";

it("contains the central share of the values, interpolated where a quantile falls between two", () => {
  const values = Float64Array.from({ length: 101 }, (_, k) => 100 - k);
  expect(percentileInterval(values, 0.5)).toEqual([25, 75]);
  expect(percentileInterval(Float64Array.of(0, 1), 0.5)).toEqual([0.25, 0.75]);
});

it("leaves out non-finite values, and is unknown without values", () => {
  expect(percentileInterval(Float64Array.of(2, Number.NaN, 2, Number.POSITIVE_INFINITY))).toEqual([2, 2]);
  expect(percentileInterval(Float64Array.of(Number.NaN))).toEqual([Number.NaN, Number.NaN]);
});
