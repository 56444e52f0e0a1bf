/** Figures by data set. */
import type { Estimate } from "./estimate.ts";
import { bestModel, type MeasuredCalls, meanOver, modelMean, oracleChoices } from "./measuredCalls.ts";

export interface DatasetFigures {
  prompts: number;
  /** Column of the best model, and its mean score with a 95% interval (normal approximation). */
  best: number;
  score: Estimate;
  /** Mean scores. */
  random: number;
  oracle: number;
}

export interface DatasetReport {
  /** `group`: the data set's number. Data sets without prompts that count are left out. */
  sets: (DatasetFigures & { group: number })[];
  /** Over all prompts, which weights each alike. */
  micro: DatasetFigures;
  /** Means over the data sets, which weights each of them alike; `score` is that of the model that is best over all prompts. */
  macro: { score: number; random: number; oracle: number };
}

/** 97.5% quantile of the normal distribution. */
const Z = 1.959964;

/** Null with fewer than two data sets. @param groups by row, the number of its data set */
export function datasetReport(calls: MeasuredCalls, groups: ArrayLike<number>): DatasetReport | null {
  const { scores, models, rows } = calls;
  const members = new Map<number, number[]>();
  for (const row of rows) {
    const own = members.get(groups[row]!);
    if (own) own.push(row);
    else members.set(groups[row]!, [row]);
  }
  if (members.size < 2) return null;
  const at = (row: number, model: number) => scores.data[row * scores.columns + model]!;
  const oracle = oracleChoices(calls);
  const figures = (own: readonly number[]): DatasetFigures => {
    const best = bestModel(calls, own);
    const value = modelMean(scores, own, best);
    const variance = meanOver(own, (row) => (at(row, best) - value) ** 2);
    const margin = Z * Math.sqrt(variance / Math.max(1, own.length - 1));
    return {
      prompts: own.length,
      best,
      score: { value, interval: [value - margin, value + margin] },
      random: meanOver(own, (row) => models.reduce((sum, model) => sum + at(row, model), 0) / models.length),
      oracle: meanOver(own, (row) => at(row, oracle[row]!)),
    };
  };
  const numbers = [...members.keys()].sort((a, b) => a - b);
  const sets = numbers.map((group) => ({ group, ...figures(members.get(group)!) }));
  const micro = figures(rows);
  const places = [...sets.keys()];
  return {
    sets,
    micro,
    macro: {
      score: meanOver(places, (i) => modelMean(scores, members.get(numbers[i]!)!, micro.best)),
      random: meanOver(places, (i) => sets[i]!.random),
      oracle: meanOver(places, (i) => sets[i]!.oracle),
    },
  };
}
