import fc from "fast-check";
import { expect, test } from "vitest";
import { FEWEST_ROWS } from "./ridge.ts";
import { stackedWeights } from "./stacking.ts";

const noise = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 40 });
const column = (values: readonly number[]) => ({ data: Float32Array.from(values), rows: values.length, columns: 1 });
const spread = (values: ArrayLike<number>) => Math.max(...Array.from(values)) - Math.min(...Array.from(values));

test("a constant plus a predictor is all of the predictor", () => {
  fc.assert(
    fc.property(noise, fc.double({ min: -3, max: 3, noNaN: true }), (shared, question) => {
      fc.pre(spread(shared) > 0.5);
      const [weight] = stackedWeights(
        shared.map((value) => question + value),
        column(shared),
      );
      expect(weight).toBeCloseTo(1, 1);
    }),
  );
});

test("a predictor that never differs has no weight, a row where it is unknown does not count, nor do too few rows", () => {
  const y = Array.from({ length: FEWEST_ROWS + 2 }, (_, i) => i);
  expect([...stackedWeights(y, column(y.map(() => 1)))]).toEqual([0]);
  const [weight] = stackedWeights(
    y.map((value, i) => (i === 1 ? 1e6 : value)),
    column(y.map((value, i) => (i === 1 ? Number.NaN : value))),
  );
  expect(weight).toBeCloseTo(1, 1);
  expect([...stackedWeights(y.slice(3), column(y.slice(3)))]).toEqual([0]);
});
