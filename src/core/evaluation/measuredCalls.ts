/** Scores and costs of calls, prompts × models: the basis of every figure of an evaluation table. */
import { cell, type Matrix } from "../matrix.ts";
import { completeCells, completeMeans } from "../metrics/completeCells.ts";
import { RunningMean } from "../metrics/runningMean.ts";

export interface MeasuredCalls {
  /** Higher is better; NaN when missing. */
  scores: Matrix;
  /** In the unit of the table's costs; null if there are none. */
  costs: Matrix | null;
  /** Prompts that count. */
  rows: readonly number[];
  /** Models with a score on these prompts, and those of them with known costs. */
  models: readonly number[];
  costed: readonly number[];
}

/**
 * The single rule for missing cells: a prompt counts if every model with any score has one there and, with costs, every model with
 * any cost has one. Single models, baselines, oracle, curves and tables all use these prompts; a missing value never counts as 0.
 * @param rows the requested prompts
 */
export function measuredCalls(scores: Matrix, costs: Matrix | null, rows: ArrayLike<number>): MeasuredCalls {
  const scored = completeCells(scores, rows);
  if (!costs) return { scores, costs, rows: scored.rows, models: scored.experts, costed: [] };
  const known = completeCells(costs, scored.rows);
  // Costs of a model without scores are useless.
  const costed = known.experts.filter((model) => scored.experts.includes(model));
  // Usually every model with costs has scores, and these rows are known already.
  const complete =
    costed.length === known.experts.length && costed.length > 0
      ? known.rows
      : scored.rows.filter((row) => costed.every((k) => Number.isFinite(costs.data[row * costs.columns + k]!)));
  return { scores, costs: costed.length > 0 ? costs : null, rows: complete, models: scored.experts, costed };
}

/** Mean over the rows of a value by row; NaN without rows. */
export function meanOver(rows: readonly number[], value: (row: number) => number): number {
  const mean = new RunningMean();
  for (const row of rows) mean.add(value(row));
  return mean.mean();
}

/** Mean of a model over the rows; NaN for one that is not in the table. */
export const modelMean = (table: Matrix | null, rows: readonly number[], model: number): number =>
  table ? meanOver(rows, (row) => cell(table, row, model)) : Number.NaN;

/** The model with the highest mean score; ties go to the cheaper one, then the first. −1 if there are none. */
export function bestModel({ scores, costs, models, costed }: MeasuredCalls, rows: readonly number[]): number {
  if (rows.length === 0) return -1;
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  let cheapest = Number.POSITIVE_INFINITY;
  const means = completeMeans(scores, { experts: models, rows });
  const prices = costs && completeMeans(costs, { experts: costed, rows });
  for (const model of models) {
    const mean = means[model]!;
    const cost = costed.includes(model) ? prices![model]! : Number.POSITIVE_INFINITY;
    if (mean > most || (mean === most && cost < cheapest)) [best, most, cheapest] = [model, mean, cost];
  }
  return best;
}

/**
 * For each row of the table the model with the highest score; ties go to the one with the cheapest call, then the first. −1 for
 * other rows.
 */
export function oracleChoices({ scores, costs, rows, models }: MeasuredCalls): Int32Array {
  const choices = new Int32Array(scores.rows).fill(-1);
  for (const row of rows) {
    let best = -1;
    let most = Number.NEGATIVE_INFINITY;
    let cheapest = Number.POSITIVE_INFINITY;
    for (const model of models) {
      const score = scores.data[row * scores.columns + model]!;
      const cost = costs?.data[row * costs.columns + model] ?? Number.NaN;
      // An unknown cost never counts as the cheapest.
      const price = Number.isFinite(cost) ? cost : Number.MAX_VALUE;
      if (score > most || (score === most && price < cheapest)) [best, most, cheapest] = [model, score, price];
    }
    choices[row] = best;
  }
  return choices;
}
