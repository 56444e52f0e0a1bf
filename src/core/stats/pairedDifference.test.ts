import { expect, test } from "vitest";
import { pairedDifference } from "./pairedDifference.ts";

test("the mean of the differences ± 1.96 standard errors", () => {
  const { pairs, mean, low, high } = pairedDifference([3, 5, 4], [1, 1, 1]);
  // Differences 2, 4, 3: standard deviation 1.
  expect([pairs, mean]).toEqual([3, 3]);
  expect(high - mean).toBeCloseTo(1.959964 / Math.sqrt(3), 9);
  expect(mean - low).toBeCloseTo(high - mean, 12);
});

test("pairs with an unknown value are left out; one pair has no interval, none has no mean", () => {
  expect(pairedDifference([1, Number.NaN], [0, 0])).toEqual({ pairs: 1, mean: 1, low: Number.NaN, high: Number.NaN });
  expect(pairedDifference([], []).mean).toBeNaN();
});
