import fc from "fast-check";
import { expect, test } from "vitest";
import { rankCorrelation } from "./rankCorrelation.ts";

const distinct = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 });

test("without ties it is 1 − 6 Σd² / (n³ − n) of the rank differences d", () => {
  fc.assert(
    fc.property(
      distinct.chain((a) =>
        fc.tuple(fc.constant(a), fc.shuffledSubarray(a, { minLength: a.length, maxLength: a.length })),
      ),
      ([a, b]) => {
        const rank = (list: number[], value: number) => list.filter((other) => other < value).length;
        const squares = a.reduce((sum, value, i) => sum + (rank(a, value) - rank(b, b[i]!)) ** 2, 0);
        const n = a.length;
        expect(rankCorrelation(a, b)).toBeCloseTo(1 - (6 * squares) / (n ** 3 - n), 10);
      },
    ),
  );
});

test("only order counts, and unknown values are left out", () => {
  expect(rankCorrelation([1, 2, 3, Number.NaN], [10, 11, 99, 0])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
  expect(rankCorrelation([1, 1, 2], [1, 1, 5])).toBeCloseTo(1, 12);
  for (const [a, b] of [
    [[1], [1]],
    [
      [2, 2],
      [1, 3],
    ],
    [[], []],
  ]) {
    expect(rankCorrelation(a!, b!)).toBeNaN();
  }
});
