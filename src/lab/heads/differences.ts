import type { Matrix } from "../../core/matrix.ts";

/**
 * Mean squared error of differences between outputs: each row's mean is taken off predictions and targets before they are compared.
 * How hard a prompt is for all models cancels in every choice; a head chosen by the plain error fits that, and keeps noise in what
 * decides.
 * @param predicted one row per entry of `which`
 */
export function differencesError(predicted: Float64Array, targets: Matrix, which: ArrayLike<number>): number {
  const { columns, data } = targets;
  let sum = 0;
  for (let i = 0; i < which.length; i++) {
    const offset = which[i]! * columns;
    let mean = 0;
    for (let m = 0; m < columns; m++) mean += (predicted[i * columns + m]! - data[offset + m]!) / columns;
    for (let m = 0; m < columns; m++) sum += (predicted[i * columns + m]! - data[offset + m]! - mean) ** 2;
  }
  return sum / (which.length * columns);
}

/** Means of the outputs over some rows. */
export function targetMeans({ columns, data }: Matrix, which: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0; i < which.length; i++) {
    for (let m = 0; m < columns; m++) sums[m]! += data[which[i]! * columns + m]!;
  }
  // Divided at the end, so that models with equal sums are equal.
  return sums.map((sum) => sum / which.length);
}
