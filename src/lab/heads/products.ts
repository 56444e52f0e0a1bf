/** Products of some rows of features with several vectors at once: one pass over the features serves all outputs. */
import type { Rows, SparseRows } from "../features/rows.ts";

/** X · W for the rows `which`. @param weights columns × outputs @returns which × outputs */
export function times(rows: Rows, which: ArrayLike<number>, weights: Float64Array, outputs: number): Float64Array {
  const result = new Float64Array(which.length * outputs);
  if (rows.kind === "sparse" && outputs === 2) return timesTwo(rows, which, weights, result);
  for (let i = 0; i < which.length; i++) {
    const at = i * outputs;
    if (rows.kind === "sparse") {
      const end = rows.starts[which[i]! + 1]!;
      for (let e = rows.starts[which[i]!]!; e < end; e++) {
        const value = rows.values[e]!;
        const from = rows.indices[e]! * outputs;
        for (let m = 0; m < outputs; m++) result[at + m]! += value * weights[from + m]!;
      }
    } else {
      const offset = which[i]! * rows.columns;
      for (let k = 0, from = 0; k < rows.columns; k++, from += outputs) {
        const value = rows.data[offset + k]!;
        for (let m = 0; m < outputs; m++) result[at + m]! += value * weights[from + m]!;
      }
    }
  }
  return result;
}

/** Xᵀ · R for the rows `which`. @param residuals which × outputs @returns columns × outputs */
export function transposedTimes(
  rows: Rows,
  which: ArrayLike<number>,
  residuals: Float64Array,
  outputs: number,
): Float64Array {
  const result = new Float64Array(rows.columns * outputs);
  if (rows.kind === "sparse" && outputs === 2) return transposedTimesTwo(rows, which, residuals, result);
  for (let i = 0; i < which.length; i++) {
    const at = i * outputs;
    if (rows.kind === "sparse") {
      const end = rows.starts[which[i]! + 1]!;
      for (let e = rows.starts[which[i]!]!; e < end; e++) {
        const value = rows.values[e]!;
        const to = rows.indices[e]! * outputs;
        for (let m = 0; m < outputs; m++) result[to + m]! += value * residuals[at + m]!;
      }
    } else {
      const offset = which[i]! * rows.columns;
      for (let k = 0, to = 0; k < rows.columns; k++, to += outputs) {
        const value = rows.data[offset + k]!;
        for (let m = 0; m < outputs; m++) result[to + m]! += value * residuals[at + m]!;
      }
    }
  }
  return result;
}

/** Two outputs, the commonest case of large tables: without the inner loop it takes half as long. */
function timesTwo(rows: SparseRows, which: ArrayLike<number>, weights: Float64Array, result: Float64Array) {
  const { starts, indices, values } = rows;
  for (let i = 0; i < which.length; i++) {
    let first = 0;
    let second = 0;
    const end = starts[which[i]! + 1]!;
    for (let e = starts[which[i]!]!; e < end; e++) {
      const value = values[e]!;
      const from = 2 * indices[e]!;
      first += value * weights[from]!;
      second += value * weights[from + 1]!;
    }
    result[2 * i] = first;
    result[2 * i + 1] = second;
  }
  return result;
}

function transposedTimesTwo(rows: SparseRows, which: ArrayLike<number>, residuals: Float64Array, result: Float64Array) {
  const { starts, indices, values } = rows;
  for (let i = 0; i < which.length; i++) {
    const first = residuals[2 * i]!;
    const second = residuals[2 * i + 1]!;
    const end = starts[which[i]! + 1]!;
    for (let e = starts[which[i]!]!; e < end; e++) {
      const value = values[e]!;
      const to = 2 * indices[e]!;
      result[to]! += value * first;
      result[to + 1]! += value * second;
    }
  }
  return result;
}

/** Squared length of each row, by entry of `which`. */
export function squaredLengths(rows: Rows, which: ArrayLike<number>): Float64Array {
  return Float64Array.from(which, (row) => {
    const part =
      rows.kind === "sparse"
        ? rows.values.subarray(rows.starts[row]!, rows.starts[row + 1]!)
        : rows.data.subarray(row * rows.columns, (row + 1) * rows.columns);
    let sum = 0;
    for (const value of part) sum += value * value;
    return sum;
  });
}

/** 1 / length of each row, by entry of `which`; 0 for a row of nothing. */
export const lengthsInverse = (rows: Rows, which: ArrayLike<number>): Float64Array =>
  squaredLengths(rows, which).map((squares) => (squares > 0 ? 1 / Math.sqrt(squares) : 0));

/** A linear map of features. */
export interface Linear {
  /** Columns × outputs. */
  weights: Float64Array;
  intercept: Float64Array;
}

/** X · W + intercept. */
export function linear(
  rows: Rows,
  which: ArrayLike<number>,
  weights: Float64Array,
  intercept: Float64Array,
): Float64Array {
  const outputs = intercept.length;
  return times(rows, which, weights, outputs).map((value, at) => value + intercept[at % outputs]!);
}
