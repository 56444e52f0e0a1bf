/**
 * Ridge regression of all outputs: ŷ = c + xW, with W minimising Σ (y − ŷ)² + α‖W‖², c not penalised. Dense features by a Cholesky
 * factor of XᵀX + αI, sparse ones by conjugate gradients.
 */
import type { DenseRows } from "../features/rows.ts";
import { factor, solve } from "./cholesky.ts";
import { targetMeans } from "./differences.ts";
import type { Candidate, Head, Predict, Training } from "./head.ts";
import { type Linear, linear, times, transposedTimes } from "./products.ts";
import { sparseRidge } from "./sparseRidge.ts";

const PENALTIES = [1e5, 3e4, 1e4, 3e3, 1e3, 300, 100, 30, 10, 3, 1];
/**
 * Rows of hashed words have length 1, so that smaller penalties make sense. Those of one list are solved together; the second takes
 * several times as many steps, and is only begun where the error still falls or has just begun to rise.
 */
const SPARSE_PENALTIES = [
  [1e5, 3e4, 1e4, 3e3, 1e3, 300, 100, 30],
  [10, 3, 1, 0.3],
];
const PATIENCE = 3;

export const ridge: Head = {
  id: "ridge",
  label: "ridge",
  settingName: "α",
  usual: 1e3,
  sparsePatience: PATIENCE,
  *candidates(training, held): Iterable<Candidate> {
    for (const penalties of training.rows.kind === "sparse" ? SPARSE_PENALTIES : [PENALTIES]) {
      const fits = fitRidge(training, penalties);
      for (const [i, { weights, intercept }] of fits.entries()) {
        yield { setting: penalties[i]!, predicted: linear(training.rows, held, weights, intercept) };
      }
    }
  },
  fit: (training, penalty): Predict => {
    const [fit] = fitRidge(training, [penalty]);
    return (rows, which) => linear(rows, which, fit!.weights, fit!.intercept);
  },
  learn: (training, penalty) => ({ kind: "linear", ...fitRidge(training, [penalty])[0]! }),
};

/** One fit by penalty. */
export function fitRidge(training: Training, penalties: readonly number[]): Linear[] {
  const { rows } = training;
  return rows.kind === "dense" ? denseRidge(training, rows, penalties) : sparseRidge(training, penalties);
}

function denseRidge({ train, targets }: Training, rows: DenseRows, penalties: readonly number[]): Linear[] {
  const { columns } = rows;
  const outputs = targets.columns;
  const n = train.length;
  const means = targetMeans(targets, train);
  const centred = Float64Array.from({ length: n * outputs }, (_, at) => {
    const m = at % outputs;
    return targets.data[train[(at - m) / outputs]! * outputs + m]! - means[m]!;
  });
  const centre = transposedTimes(rows, train, new Float64Array(n).fill(1 / n), 1);
  const gram = gramOf(rows, train, centre);
  // The centred targets sum to 0, so the features' means drop out of this product.
  const right = transposedTimes(rows, train, centred, outputs);
  return penalties.map((penalty) => {
    const weights = solve(factor(gram, columns, penalty), columns, right, outputs);
    const shift = times({ ...rows, rows: 1, data: Float64Array.from(centre) }, [0], weights, outputs);
    return { weights, intercept: means.map((mean, m) => mean - shift[m]!) };
  });
}

/** XᵀX of the centred rows, lower triangle. */
function gramOf({ columns, data }: DenseRows, train: Int32Array, centre: Float64Array): Float64Array {
  const gram = new Float64Array(columns * columns);
  const row = new Float64Array(columns);
  for (const which of train) {
    for (let k = 0; k < columns; k++) row[k] = data[which * columns + k]! - centre[k]!;
    for (let i = 0; i < columns; i++) {
      const value = row[i]!;
      const offset = i * columns;
      for (let j = 0; j <= i; j++) gram[offset + j]! += value * row[j]!;
    }
  }
  return gram;
}
