import { type Curve, sweep } from "../../core/curves/curve.ts";
import type { Matrix } from "../../core/matrix.ts";
import { bestOf } from "../fit/references.ts";

/** By prompt the model with the largest predicted score: of equals the cheapest by its mean, without costs the first column. */
export function choicesOf({ data, rows, columns }: Matrix, meanCosts: Matrix | null): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => bestOf(data, meanCosts?.data ?? null, row * columns, columns));
}

/** By prompt the model with the largest predicted score − λ · expected cost, among those with costs. */
export function choicesAt(predicted: Matrix, expectedCosts: Matrix, lambda: number): Int32Array {
  const { data, rows, columns } = predicted;
  const value = new Float64Array(columns);
  return Int32Array.from({ length: rows }, (_, row) => {
    for (let m = 0; m < columns; m++) {
      const cost = expectedCosts.data[row * columns + m]!;
      value[m] = Number.isNaN(cost) ? Number.NaN : data[row * columns + m]! - lambda * cost;
    }
    return bestOf(value, expectedCosts.data.subarray(row * columns, (row + 1) * columns));
  });
}

/** The exact cost curve: what is paid by the call, and the score, at every λ where a choice changes. */
export function costCurve(
  predicted: Matrix,
  expectedCosts: Matrix,
  costs: Matrix,
  scores: Matrix,
  rows: ArrayLike<number>,
): Curve {
  const losses = predicted.data.map((value, at) => (Number.isNaN(expectedCosts.data[at]!) ? Number.NaN : 1 - value));
  return sweep({ ...predicted, data: losses }, expectedCosts, new Float64Array(predicted.columns), costs, scores, rows);
}
