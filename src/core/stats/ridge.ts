/**
 * Ridge regression of one number on the rows of a matrix, solved in the dual form because there are few rows and possibly many
 * columns: ŷ(x) = c + w·x, with w minimising Σ (y − ŷ)² + α‖w‖² and c not penalised (Hoerl and Kennard 1970). α is chosen from a
 * grid by the smallest leave-one-out error, which has a closed form in the dual.
 */
import { type Matrix, row } from "../matrix.ts";

export interface RidgeFit {
  /** w, one number per column. */
  weights: Float64Array;
  /** c. */
  intercept: number;
  /** The chosen penalty, as a share of the mean squared length of the centred rows times their number. */
  penalty: number;
}

/** Penalties that are tried, from almost none to one that leaves only the mean. */
const PENALTIES = [1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 10];

/** A mean square below this share of the squared means is rounding. */
const ROUNDING = 1e-24;

/** With fewer rows the error of a fit cannot be estimated. */
export const FEWEST_ROWS = 5;

/**
 * Fits y on the rows of x. Throws a RangeError when the lengths differ, when there are fewer than `FEWEST_ROWS` rows, or when a
 * number is not finite.
 */
export function fitRidge(x: Matrix, y: ArrayLike<number>): RidgeFit {
  if (y.length !== x.rows) throw new RangeError(`${y.length} numbers for ${x.rows} rows.`);
  if (x.rows < FEWEST_ROWS) throw new RangeError(`A fit needs at least ${FEWEST_ROWS} rows, not ${x.rows}.`);
  if (!Array.from(y).every(Number.isFinite) || !x.data.every(Number.isFinite)) {
    throw new RangeError("A fit needs finite numbers.");
  }
  const n = x.rows;
  const means = columnMeans(x);
  const gram = gramMatrix(x, means);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += gram[i * n + i]!;
  // Rounding leaves a little where all rows are equal.
  if (trace <= ROUNDING * n * means.reduce((sum, mean) => sum + mean * mean, 0)) trace = 0;
  let best: { error: number; penalty: number; dual: Float64Array } | null = null;
  for (const penalty of PENALTIES) {
    // Equal rows have no slope, so any penalty will do.
    const inverse = invert(gram, n, penalty * (trace > 0 ? trace : 1));
    const { error, dual } = leaveOneOut(inverse, y, n);
    if (best === null || error < best.error) best = { error, penalty, dual };
  }
  const weights = new Float64Array(x.columns);
  for (let i = 0; i < n; i++) {
    const values = row(x, i);
    for (let k = 0; k < x.columns; k++) weights[k]! += best!.dual[i]! * (values[k]! - means[k]!);
  }
  // The dual weights sum to 0, so the mean of the fit over the rows is the mean of y.
  let intercept = 0;
  for (let i = 0; i < n; i++) intercept += y[i]! / n;
  for (let k = 0; k < x.columns; k++) intercept -= weights[k]! * means[k]!;
  return { weights, intercept, penalty: best!.penalty };
}

/** ŷ of every row. */
export function predictRidge({ weights, intercept }: RidgeFit, x: Matrix): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => {
    const values = row(x, i);
    let sum = intercept;
    for (let k = 0; k < weights.length; k++) sum += weights[k]! * values[k]!;
    return sum;
  });
}

/**
 * Cross-validated ŷ of each row: the rows are dealt in order into `folds` parts, and each part is predicted by a fit on the others,
 * which chooses its own penalty.
 */
export function crossValidate(x: Matrix, y: ArrayLike<number>, folds: number): Float64Array {
  const predicted = new Float64Array(x.rows);
  for (let fold = 0; fold < folds; fold++) {
    const inside = Array.from({ length: x.rows }, (_, i) => i).filter((i) => i % folds === fold);
    const outside = Array.from({ length: x.rows }, (_, i) => i).filter((i) => i % folds !== fold);
    const fit = fitRidge(
      pick(x, outside),
      outside.map((i) => y[i]!),
    );
    predictRidge(fit, pick(x, inside)).forEach((value, k) => {
      predicted[inside[k]!] = value;
    });
  }
  return predicted;
}

function pick(x: Matrix, rows: readonly number[]): Matrix {
  const data = new Float64Array(rows.length * x.columns);
  rows.forEach((i, k) => {
    data.set(row(x, i), k * x.columns);
  });
  return { rows: rows.length, columns: x.columns, data };
}

function columnMeans(x: Matrix): Float64Array {
  const means = new Float64Array(x.columns);
  for (let i = 0; i < x.rows; i++) {
    const values = row(x, i);
    for (let k = 0; k < x.columns; k++) means[k]! += values[k]! / x.rows;
  }
  return means;
}

/** Inner products of the centred rows. */
function gramMatrix(x: Matrix, means: Float64Array): Float64Array {
  const n = x.rows;
  const centred = Array.from({ length: n }, (_, i) => Float64Array.from(row(x, i), (value, k) => value - means[k]!));
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < x.columns; k++) sum += centred[i]![k]! * centred[j]![k]!;
      gram[i * n + j] = sum;
      gram[j * n + i] = sum;
    }
  }
  return gram;
}

/** The inverse of gram + alpha·I, which is symmetric and positive definite, by Gauss–Jordan elimination. */
function invert(gram: Float64Array, n: number, alpha: number): Float64Array {
  const a = gram.slice();
  for (let i = 0; i < n; i++) a[i * n + i]! += alpha;
  for (let p = 0; p < n; p++) {
    const pivot = 1 / a[p * n + p]!;
    a[p * n + p] = 1;
    for (let k = 0; k < n; k++) a[p * n + k]! *= pivot;
    for (let i = 0; i < n; i++) {
      if (i === p) continue;
      const factor = a[i * n + p]!;
      a[i * n + p] = 0;
      for (let k = 0; k < n; k++) a[i * n + k]! -= factor * a[p * n + k]!;
    }
  }
  return a;
}

/**
 * Dual weights of the fit with a free intercept, and its leave-one-out mean squared error. With P = G − G11ᵀG / 1ᵀG1, where G is
 * the inverse, the dual weights are Py, and the leave-one-out residual of row i is (Py)ᵢ / Pᵢᵢ.
 */
function leaveOneOut(inverse: Float64Array, y: ArrayLike<number>, n: number): { error: number; dual: Float64Array } {
  const sums = new Float64Array(n);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) sums[i]! += inverse[i * n + j]!;
    total += sums[i]!;
  }
  const dual = new Float64Array(n);
  let error = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) dual[i]! += (inverse[i * n + j]! - (sums[i]! * sums[j]!) / total) * y[j]!;
    const residual = dual[i]! / (inverse[i * n + i]! - (sums[i]! * sums[i]!) / total);
    error += (residual * residual) / n;
  }
  return { error, dual };
}
