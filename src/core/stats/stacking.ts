/**
 * Stacked regression (Breiman 1996): how much of each of a few known predictors goes into a prediction. The coefficients are those of a
 * ridge regression, which are small where there are few rows to tell them from.
 */
import type { Matrix } from "../matrix.ts";
import { FEWEST_ROWS, fitRidge } from "./ridge.ts";

/** Below this a coefficient is rounding. */
const NOTHING = 1e-9;

/**
 * Coefficients b of the ridge regression of y on Z, so that y − Z b has the least spread.
 * @param y numbers, [rows] @param predictors Z, [rows, predictors]; rows with an unknown number (NaN) do not count. All b are 0 where fewer
 * than `FEWEST_ROWS` rows are known.
 */
export function stackedWeights(y: ArrayLike<number>, { rows, columns, data }: Matrix): Float64Array {
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
