import fc from "fast-check";
import { expect, test } from "vitest";
import { withoutShared } from "./controlVariates.ts";
import { FEWEST_ROWS } from "./ridge.ts";

const noise = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 12, maxLength: 40 });
const column = (values: readonly number[]) => ({ data: Float32Array.from(values), rows: values.length, columns: 1 });
const spread = (values: ArrayLike<number>) => Math.max(...Array.from(values)) - Math.min(...Array.from(values));

test("what is shared goes: of a question plus noise, the question is left where the noise is known", () => {
  fc.assert(
    fc.property(noise, fc.double({ min: -3, max: 3, noNaN: true }), (shared, question) => {
      fc.pre(spread(shared) > 0.5);
      const left = withoutShared(
        Float64Array.from(shared, (value) => question + value),
        column(shared),
      );
      for (const value of left) expect(value).toBeCloseTo(question, 1);
    }),
  );
});

test("controls that never differ change nothing, and a row with an unknown control stays as it is", () => {
  const y = Float64Array.from({ length: FEWEST_ROWS + 2 }, (_, i) => i);
  withoutShared(y, column(Array.from(y, () => 1))).forEach((value, i) => {
    expect(value).toBeCloseTo(y[i]!, 9);
  });
  const controls = Array.from(y, (value, i) => (i === 1 ? Number.NaN : value));
  const left = withoutShared(y, column(controls));
  expect(left[1]).toBe(1);
  expect(spread(left.filter((_, i) => i !== 1))).toBeLessThan(0.05);
});
