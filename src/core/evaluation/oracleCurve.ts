/** The oracle with the cost of each call: at each price of a dollar in score points, it makes the best choice among all models. */
import { type Curve, sweep } from "../curves/curve.ts";
import { lambdaQuantiles } from "../curves/steps.ts";
import type { Matrix } from "../matrix.ts";
import { aiq } from "../metrics/metrics.ts";
import type { MeasuredCalls } from "./measuredCalls.ts";

/** Number of λ at which the oracle's curve is resampled. */
const QUANTILES = 32;

/** The oracle's losses: 1 − score; models with unknown costs are excluded, as they have no position on the axis. */
function oracleDecision({ scores, models, costed, costs }: MeasuredCalls): Matrix {
  const taking = costs ? costed : models;
  const data = new Float64Array(scores.rows * scores.columns).fill(Number.NaN);
  for (let row = 0; row < scores.rows; row++) {
    for (const model of taking) data[row * scores.columns + model] = 1 - scores.data[row * scores.columns + model]!;
  }
  return { rows: scores.rows, columns: scores.columns, data };
}

/** Exact curve: mean cost of the calls and mean score, at every λ where a choice changes. */
export const oracleCurve = (calls: MeasuredCalls, costs: Matrix): Curve =>
  sweep(oracleDecision(calls), costs, new Float64Array(calls.scores.columns), costs, calls.scores, calls.rows);

/** Mean height of the exact curve's hull over a range of costs. */
export function oracleAiq(calls: MeasuredCalls, range: [number, number]): number {
  if (!calls.costs) return Number.NaN;
  const { x, y } = oracleCurve(calls, calls.costs);
  return aiq(x, y, range);
}

/** The oracle's choices at λ along its curve: scores against the costs of the calls themselves. */
export function oracleAlong(calls: MeasuredCalls, costs: Matrix): Int32Array[] {
  const { lambda } = oracleCurve(calls, costs);
  return Array.from(lambdaQuantiles(lambda, QUANTILES), (at) => choicesAt(calls, costs, at));
}

/** The oracle's choices at one λ; ties go to the cheaper call. */
export function choicesAt({ scores, rows, costed }: MeasuredCalls, costs: Matrix, lambda: number): Int32Array {
  const choices = new Int32Array(scores.rows).fill(-1);
  for (const row of rows) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    let cheapest = Number.POSITIVE_INFINITY;
    for (const model of costed) {
      const cell = row * scores.columns + model;
      const cost = costs.data[cell]!;
      const objective = 1 - scores.data[cell]! + lambda * cost;
      if (objective < least || (objective === least && cost < cheapest))
        [best, least, cheapest] = [model, objective, cost];
    }
    choices[row] = best;
  }
  return choices;
}

/**
 * The cheapest choices, along the oracle's exact curve or with one model alone, whose mean score is at least that of the best
 * model.
 */
export function cheapestAsGood(calls: MeasuredCalls, along: readonly Int32Array[], best: number): Int32Array | null {
  const { costs, scores, rows, costed } = calls;
  if (!costs || !costed.includes(best)) return null;
  const mean = (table: Matrix, choices: Int32Array) =>
    rows.reduce((sum, row) => sum + table.data[row * table.columns + choices[row]!]!, 0) / rows.length;
  const alone = costed.map((model) => new Int32Array(scores.rows).fill(model));
  const target = mean(scores, new Int32Array(scores.rows).fill(best)) - 1e-12;
  const { lambda, y } = oracleCurve(calls, costs);
  let last = -1;
  for (let k = 0; k < y.length; k++) if (y[k]! >= target) last = k;
  // Nothing changes between two breakpoints: the middle avoids their rounding.
  const exact =
    last < 0 ? [] : [choicesAt(calls, costs, ((lambda[last] ?? 0) + (lambda[last + 1] ?? 2 * lambda[last]! + 1)) / 2)];
  const candidates = [...exact, ...along, ...alone].filter((choices) => mean(scores, choices) >= target);
  return candidates.reduce<Int32Array | null>(
    (cheapest, one) => (cheapest === null || mean(costs, one) < mean(costs, cheapest) ? one : cheapest),
    null,
  );
}
