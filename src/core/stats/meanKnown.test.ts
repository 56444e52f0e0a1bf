import { expect, test } from "vitest";
import { meanKnown } from "./meanKnown.ts";

test("missing cells do not count, and a row without a known cell has no mean", () => {
  expect(meanKnown([1, Number.NaN, 3])).toBe(2);
  expect(meanKnown([Number.POSITIVE_INFINITY, 5])).toBe(5);
  expect(meanKnown([Number.NaN])).toBeNaN();
  expect(meanKnown([])).toBeNaN();
});
