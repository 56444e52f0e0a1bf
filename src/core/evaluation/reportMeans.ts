/** The means over prompts that the figures of an evaluation table are made of. */
import { cell, type Matrix } from "../matrix.ts";
import { datasetChoices } from "./datasetChoices.ts";
import type { Means } from "./means.ts";
import { bestModel, type MeasuredCalls, oracleChoices } from "./measuredCalls.ts";
import { cheapestAsGood, oracleAlong } from "./oracleCurve.ts";
import { type RouterDecisions, thresholdReport } from "./routerDecisions.ts";

/** Places of a policy's mean score and mean cost; the latter is NaN without costs. */
export interface PolicyMeans {
  score: number;
  cost: number;
}

/**
 * Adds them all, so that they are resampled together.
 * @param groups data set by row of the table, @param clusters what is resampled together, @param routers decisions of others' routers
 * @returns their places; null where a policy does not exist for this table
 */
export function addReportMeans(
  means: Means,
  calls: MeasuredCalls,
  groups: Int32Array,
  clusters: Int32Array,
  routers: readonly RouterDecisions[],
) {
  const { scores, costs, rows, models, costed } = calls;
  const add = (value: (row: number) => number): number => {
    const values = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = value(rows[i]!);
    return means.add(values);
  };
  const chosen = (choices: ArrayLike<number>): PolicyMeans => ({
    score: add((row) => (choices[row]! < 0 ? Number.NaN : cell(scores, row, choices[row]!))),
    cost: add((row) => (costs && choices[row]! >= 0 ? cell(costs, row, choices[row]!) : Number.NaN)),
  });
  const average = (table: Matrix, of: readonly number[], row: number) =>
    of.reduce((sum, model) => sum + cell(table, row, model), 0) / of.length;

  const best = bestModel(calls, rows);
  const singles = models.map((model) => chosen(new Int32Array(scores.rows).fill(model)));
  const oracle = oracleChoices(calls);
  const along = costs && costed.length > 1 ? oracleAlong(calls, costs) : [];
  const cheap = best < 0 ? null : cheapestAsGood(calls, along, best);
  const sets = new Set(rows.map((row) => groups[row]!)).size;
  return {
    /** Column of the best single model, −1 for none, and its means. */
    best,
    single: singles[models.indexOf(best)] ?? null,
    /** By model with scores. */
    singles,
    random: {
      score: add((row) => average(scores, models, row)),
      cost: add((row) => (costs ? average(costs, costed, row) : Number.NaN)),
    },
    oracle: chosen(oracle),
    byDataset:
      sets > 1
        ? {
            inSample: chosen(datasetChoices(calls, groups, 1)),
            crossValidated: chosen(datasetChoices(calls, groups, 5)),
          }
        : null,
    headroom: add((row) => (best < 0 ? Number.NaN : cell(scores, row, oracle[row]!) - cell(scores, row, best))),
    allRight: add((row) => Number(models.every((model) => cell(scores, row, model) >= 1))),
    noneRight: add((row) => Number(models.every((model) => cell(scores, row, model) <= 0))),
    routers: routers.map((router) => {
      if (!("choices" in router))
        return { prompts: 0, place: null, threshold: thresholdReport(calls, router.scores, clusters) };
      const made = router.choices.map((choice) => (models.includes(choice) ? choice : -1));
      return { prompts: rows.filter((row) => made[row]! >= 0).length, place: chosen(made), threshold: null };
    }),
    /** Along the oracle's curve, and of the cheapest choices that keep the best model's score. */
    along: along.map(chosen),
    kept: cheap && chosen(cheap),
  };
}
