import fc from "fast-check";
import { expect, test } from "vitest";
import { topK } from "./topK.ts";

test("the largest and the smallest, ties to the lower index", () => {
  const values = [3, 1, 4, 1, 5, 4];
  expect(topK(values, 3, "largest")).toEqual([4, 2, 5]);
  expect(topK(values, 3, "smallest")).toEqual([1, 3, 0]);
  expect(topK(values, 3, "smallest", 1)).toEqual([3, 0, 2]);
  expect(topK(values, 0, "largest")).toEqual([]);
});

test("NaN is ignored, infinities are not", () => {
  const values = Float64Array.of(Number.NaN, -Infinity, 2, Infinity, Number.NaN);
  expect(topK(values, 9, "largest")).toEqual([3, 2, 1]);
  expect(topK(values, 2, "smallest")).toEqual([1, 2]);
});

test("agrees with sorting, whatever the values", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double());
  fc.assert(
    fc.property(fc.array(value), fc.nat(12), fc.nat(8), fc.boolean(), (values, k, except, largest) => {
      const known = values.flatMap((x, i) => (Number.isNaN(x) || i === except ? [] : [i]));
      const sorted = known.sort((a, b) => {
        const [x, y] = largest ? [values[b]!, values[a]!] : [values[a]!, values[b]!];
        return x < y ? -1 : x > y ? 1 : a - b;
      });
      expect(topK(values, k, largest ? "largest" : "smallest", except)).toEqual(sorted.slice(0, k));
    }),
  );
});
