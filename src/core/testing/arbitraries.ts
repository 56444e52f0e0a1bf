/** Generators shared by the property tests of this folder. */
import fc from "fast-check";
import type { Matrix } from "../matrix.ts";

/** Sixteenths: sums and products stay exact, ties are frequent, distinct crossings are at least 1/256 apart. */
export const sixteenth = (low: number, high: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.round(16 * low), max: Math.round(16 * high) }).map((n) => n / 16);

/** The same, sometimes unknown. */
export const maybeSixteenth = (low: number, high: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 9, arbitrary: sixteenth(low, high) }, { weight: 1, arbitrary: fc.constant(Number.NaN) });

export const list = <T>(item: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
  fc.array(item, { minLength: length, maxLength: length });

export const table = (item: fc.Arbitrary<number>, rows: number, columns: number): fc.Arbitrary<Matrix> =>
  list(item, rows * columns).map((values) => ({ rows, columns, data: Float64Array.from(values) }));
