/** Where a router's gain comes from. */
import type { Estimate } from "../../core/evaluation/estimate.ts";
import { bootstrapMean } from "../../core/stats/bootstrapMean.ts";
import type { LabTable } from "../fit/labTable.ts";

export interface DatasetGain {
  dataset: string;
  prompts: number;
  /** Mean scores of the router's choices and of the best single model. */
  score: number;
  best: number;
  /** Their difference, with a 95% interval. */
  gain: Estimate;
  /** Part of the gain over all prompts that comes from here: prompts × gain, by all prompts. */
  part: number;
}

/** By falling part of the gain. Empty with one data set. @param rows prompts that were held out once */
export function datasetGains(
  { scores, datasets, keys }: LabTable,
  choices: ArrayLike<number>,
  best: ArrayLike<number>,
  rows: readonly number[],
): DatasetGain[] {
  const members = new Map<string, number[]>();
  for (const row of rows) {
    const own = members.get(datasets[row]!);
    if (own) own.push(row);
    else members.set(datasets[row]!, [row]);
  }
  if (members.size < 2) return [];
  const scoreOf = (row: number, model: number) => scores.data[row * scores.columns + model]!;
  const mean = (own: readonly number[], value: (row: number) => number) =>
    own.reduce((sum, row) => sum + value(row), 0) / own.length;
  const gains = [...members].map(([dataset, own]): DatasetGain => {
    const gain = (row: number) => scoreOf(row, choices[row]!) - scoreOf(row, best[row]!);
    return {
      dataset,
      prompts: own.length,
      score: mean(own, (row) => scoreOf(row, choices[row]!)),
      best: mean(own, (row) => scoreOf(row, best[row]!)),
      gain: {
        value: mean(own, gain),
        interval: bootstrapMean(own.map(gain), { clusters: own.map((row) => keys[row]!) }),
      },
      part: (mean(own, gain) * own.length) / rows.length,
    };
  });
  return gains.sort((a, b) => b.part - a.part);
}
