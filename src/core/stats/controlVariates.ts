/**
 * Control variates: how much of a number per row is shared with others whose expectation is known to be 0, so that taking this much of them
 * out shrinks its noise and leaves the question (Lavenberg and Welch 1981). The coefficients are those of a ridge regression, which are
 * small where there are few rows to tell them from.
 */
import type { Matrix } from "../matrix.ts";
import { FEWEST_ROWS, fitRidge } from "./ridge.ts";

/** Below this a coefficient is rounding. */
const NOTHING = 1e-9;

/**
 * Coefficients b of the ridge regression of y on Z, so that y − Z b has the least spread.
 * @param y numbers, [rows] @param controls Z, [rows, controls]; rows with an unknown number (NaN) do not count. All b are 0 where fewer
 * than `FEWEST_ROWS` rows are known.
 */
export function sharedWeights(y: ArrayLike<number>, { rows, columns, data }: Matrix): Float64Array {
  const known = Array.from({ length: rows }, (_, i) => i).filter((i) =>
    data.subarray(i * columns, (i + 1) * columns).every(Number.isFinite),
  );
  if (known.length < FEWEST_ROWS) return new Float64Array(columns);
  const told = new Float32Array(known.length * columns);
  known.forEach((i, k) => {
    told.set(data.subarray(i * columns, (i + 1) * columns), k * columns);
  });
  const { weights } = fitRidge(
    { data: told, rows: known.length, columns },
    known.map((i) => y[i]!),
  );
  return weights.map((weight) => (Math.abs(weight) < NOTHING ? 0 : weight));
}
