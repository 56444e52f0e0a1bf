/**
 * Logistic regression of every output with soft targets: scores are put on 0 … 1, the cross-entropy plus α‖w‖²/2 is minimised by
 * Newton steps, each solved by conjugate gradients, and what is predicted is put back on the scores' scale.
 */
import type { Rows } from "../features/rows.ts";
import type { Candidate, Head, Predict, Training } from "./head.ts";
import type { LearntOdds } from "./learnt.ts";
import { type Linear, linear, times, transposedTimes } from "./products.ts";

const PENALTIES = [1e4, 1e3, 300, 100, 30, 10, 3, 1];
const NEWTON_STEPS = 6;
const SOLVE_STEPS = 12;
/** A step this small, in log-odds, ends the search. */
const SMALL_STEP = 1e-3;

export const logistic: Head = {
  id: "logistic",
  label: "logistic",
  settingName: "α",
  usual: 100,
  *candidates(training, held): Iterable<Candidate> {
    const model = new LogisticFit(training);
    for (const setting of PENALTIES) yield { setting, predicted: model.fit(setting)(training.rows, held) };
  },
  fit: (training, penalty): Predict => new LogisticFit(training).fit(penalty),
  learn: (training, penalty) => new LogisticFit(training).learn(penalty),
};

export const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

class LogisticFit {
  readonly #low: number;
  readonly #range: number;
  readonly #soft: Float64Array[];
  readonly #lines: { weights: Float64Array; intercept: number }[];

  constructor(private readonly training: Training) {
    const { train, targets, rows } = training;
    const { columns, data } = targets;
    const values = Array.from({ length: columns }, (_, m) =>
      Float64Array.from(train, (row) => data[row * columns + m]!),
    );
    this.#low = values.reduce((low, column) => column.reduce((a, b) => Math.min(a, b), low), Number.POSITIVE_INFINITY);
    const high = values.reduce(
      (most, column) => column.reduce((a, b) => Math.max(a, b), most),
      Number.NEGATIVE_INFINITY,
    );
    this.#range = high - this.#low || 1;
    this.#soft = values.map((column) => column.map((value) => (value - this.#low) / this.#range));
    this.#lines = this.#soft.map((soft) => {
      // Half a prompt of each kind keeps the odds of a constant model finite.
      const share = (soft.reduce((sum, value) => sum + value, 0) + 0.5) / (soft.length + 1);
      return { weights: new Float64Array(rows.columns), intercept: Math.log(share / (1 - share)) };
    });
  }

  /** Starts from the last fit: fastest with falling penalties. */
  fit(penalty: number): Predict {
    const { weights, intercept, low, range } = this.learn(penalty);
    return (of: Rows, which) => linear(of, which, weights, intercept).map((odds) => low + range * sigmoid(odds));
  }

  learn(penalty: number): LearntOdds {
    const { rows, train } = this.training;
    this.#soft.forEach((soft, m) => {
      newton(rows, train, soft, penalty, this.#lines[m]!);
    });
    return { kind: "logistic", ...join(this.#lines, rows.columns), low: this.#low, range: this.#range };
  }
}

function newton(
  rows: Rows,
  train: Int32Array,
  soft: Float64Array,
  penalty: number,
  line: { weights: Float64Array; intercept: number },
): void {
  const { columns } = rows;
  // The intercept is the last number of a vector; it is hardly penalised.
  const penalties = new Float64Array(columns + 1).fill(penalty);
  penalties[columns] = 1e-6;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const chance = times(rows, train, line.weights, 1).map((value) => sigmoid(value + line.intercept));
    const curvature = chance.map((value) => Math.max(value * (1 - value), 1e-6));
    const down = transposed(
      rows,
      train,
      chance.map((value, i) => soft[i]! - value),
    );
    for (let k = 0; k < columns; k++) down[k]! -= penalty * line.weights[k]!;
    const move = conjugate(down, (vector) => {
      const along = times(rows, train, vector.subarray(0, columns), 1).map(
        (value, i) => (value + vector[columns]!) * curvature[i]!,
      );
      return transposed(rows, train, along).map((value, k) => value + penalties[k]! * vector[k]!);
    });
    // Steps of more than four in log-odds, as separable data make them, are shortened.
    const change = times(rows, train, move.subarray(0, columns), 1);
    const largest = change.reduce((most, value) => Math.max(most, Math.abs(value + move[columns]!)), 0);
    const factor = largest > 4 ? 4 / largest : 1;
    for (let k = 0; k < columns; k++) line.weights[k]! += factor * move[k]!;
    line.intercept += factor * move[columns]!;
    if (largest < SMALL_STEP) return;
  }
}

/** Xᵀ r with the sum of r behind it. */
function transposed(rows: Rows, train: Int32Array, residuals: Float64Array): Float64Array {
  const result = new Float64Array(rows.columns + 1);
  result.set(transposedTimes(rows, train, residuals, 1));
  result[rows.columns] = residuals.reduce((sum, value) => sum + value, 0);
  return result;
}

function conjugate(right: Float64Array, apply: (vector: Float64Array) => Float64Array): Float64Array {
  const x = new Float64Array(right.length);
  const residual = right.slice();
  const direction = right.slice();
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
  let squares = dot(residual, residual);
  const goal = 1e-6 * squares;
  for (let step = 0; step < SOLVE_STEPS && squares > goal; step++) {
    const applied = apply(direction);
    const length = squares / dot(direction, applied);
    for (let k = 0; k < x.length; k++) {
      x[k]! += length * direction[k]!;
      residual[k]! -= length * applied[k]!;
    }
    const next = dot(residual, residual);
    for (let k = 0; k < x.length; k++) direction[k] = residual[k]! + (next / squares) * direction[k]!;
    squares = next;
  }
  return x;
}

function join(lines: readonly { weights: Float64Array; intercept: number }[], columns: number): Linear {
  const outputs = lines.length;
  const weights = new Float64Array(columns * outputs);
  lines.forEach((line, m) => {
    for (let k = 0; k < columns; k++) weights[k * outputs + m] = line.weights[k]!;
  });
  return { weights, intercept: Float64Array.from(lines, ({ intercept }) => intercept) };
}
