/** The figures of the front as ratios of sums over prompts, which is the form that the bootstrap resamples. */

import { isMatrix, type Matrix } from "../matrix.ts";
import type { Ratio } from "../stats/pairedBootstrap.ts";
import { completeCells } from "./completeCells.ts";
import { scoreRouting } from "./metrics.ts";

/** Mean outcome of the choices, as `meanOutcome`. @param choices expert by matrix row, −1 for none */
export function outcomeRatio(outcome: Matrix, choices: ArrayLike<number>, rows: ArrayLike<number>): Ratio {
  return ratioOf(rows, (r) => (choices[r]! < 0 ? Number.NaN : outcome.data[r * outcome.columns + choices[r]!]!));
}

/** Mean cost of the choices over the prompts where it is known. @param cost of each expert, or of every call */
export function costRatio(
  cost: ArrayLike<number> | Matrix,
  choices: ArrayLike<number>,
  rows: ArrayLike<number>,
): Ratio {
  if (isMatrix(cost)) return outcomeRatio(cost, choices, rows);
  return ratioOf(rows, (r) => cost[choices[r]!] ?? Number.NaN);
}

/** Expected outcome of an expert drawn uniformly, as `randomOutcome`; the set of complete prompts is found once. */
export function randomRatio(outcome: Matrix, rows: ArrayLike<number>): Ratio {
  const complete = completeCells(outcome, rows);
  const counts = new Set(complete.rows);
  return ratioOf(rows, (r) => {
    if (!counts.has(r)) return Number.NaN;
    return (
      complete.experts.reduce((sum, i) => sum + outcome.data[r * outcome.columns + i]!, 0) / complete.experts.length
    );
  });
}

/** The scores of `scoreRouting` that the table shows. `gapLeft` is 1 − the oracle gap closed. */
export interface ScoreRatios {
  routingAccuracy: Ratio;
  routingAccuracyTolerant: Ratio;
  decisiveAccuracy: Ratio;
  regret: Ratio;
  gapLeft: Ratio;
}

/** Same parameters as `scoreRouting`. */
export function scoreRatios(
  losses: Matrix,
  accuracies: Matrix,
  choices: ArrayLike<number>,
  penalty: ArrayLike<number> | Matrix,
  bestSingle: number,
  rows: ArrayLike<number>,
): ScoreRatios {
  const single = new Int32Array(losses.rows).fill(bestSingle);
  const score = (made: ArrayLike<number>, r: number) =>
    scoreRouting(losses, accuracies, made, penalty, bestSingle, { rows: [r] });
  const own = Array.from(rows, (r) => score(choices, r));
  const ofSingle = Array.from(rows, (r) => score(single, r).regret);
  const both = own.map(({ regret }, n) => Number.isFinite(regret) && Number.isFinite(ofSingle[n]!));
  const meanOf = (key: Exclude<keyof ScoreRatios, "gapLeft">): Ratio => meanRatio(own.map((scores) => scores[key]));
  return {
    routingAccuracy: meanOf("routingAccuracy"),
    routingAccuracyTolerant: meanOf("routingAccuracyTolerant"),
    decisiveAccuracy: meanOf("decisiveAccuracy"),
    regret: meanOf("regret"),
    gapLeft: {
      numerator: Float64Array.from(own, ({ regret }, n) => (both[n] ? regret : 0)),
      denominator: Float64Array.from(ofSingle, (regret, n) => (both[n] ? regret : 0)),
    },
  };
}

function ratioOf(rows: ArrayLike<number>, value: (row: number) => number): Ratio {
  return meanRatio(Array.from(rows, value));
}

/** The mean over the finite values. */
export function meanRatio(values: ArrayLike<number>): Ratio {
  const numerator = new Float64Array(values.length);
  const denominator = new Float64Array(values.length);
  for (let n = 0; n < values.length; n++) {
    if (!Number.isFinite(values[n]!)) continue;
    numerator[n] = values[n]!;
    denominator[n] = 1;
  }
  return { numerator, denominator };
}
