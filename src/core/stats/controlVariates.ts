/**
 * Control variates: takes out of a number per row what it shares with others whose expectation is known to be 0, so that its noise shrinks
 * and its mean stays that of the question (Lavenberg and Welch 1981). The coefficients are those of a ridge regression, which are small
 * where there are few rows to tell them from.
 */
import type { Matrix } from "../matrix.ts";
import { FEWEST_ROWS, fitRidge } from "./ridge.ts";

/**
 * y − Z b, with b from the ridge regression of y on Z.
 * @param y numbers, [rows] @param controls Z, [rows, controls]; a row with an unknown number (NaN) is left as it is, and does not count
 * for b; where fewer than `FEWEST_ROWS` rows are known, y stays.
 */
export function withoutShared(y: Float64Array, controls: Matrix): Float64Array {
  const { rows, columns, data } = controls;
  const known = Array.from({ length: rows }, (_, i) => i).filter((i) =>
    data.subarray(i * columns, (i + 1) * columns).every(Number.isFinite),
  );
  if (known.length < FEWEST_ROWS) return y;
  const told = new Float32Array(known.length * columns);
  known.forEach((i, k) => {
    told.set(data.subarray(i * columns, (i + 1) * columns), k * columns);
  });
  const { weights } = fitRidge(
    { data: told, rows: known.length, columns },
    known.map((i) => y[i]!),
  );
  const left = Float64Array.from(y);
  for (const i of known) {
    for (let j = 0; j < columns; j++) left[i]! -= weights[j]! * data[i * columns + j]!;
  }
  return left;
}
