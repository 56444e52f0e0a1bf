/** Decisions of others' routers, and what they achieve. */
import { cell } from "../matrix.ts";
import { percentileInterval } from "../stats/percentileInterval.ts";
import { resampledCopies } from "../stats/resampledCopies.ts";
import { alongThreshold, byScore } from "./deferral/alongThreshold.ts";
import { type Recovery, recoveryOf } from "./deferral/deferral.ts";
import type { Estimate } from "./estimate.ts";
import { type MeasuredCalls, modelMean } from "./measuredCalls.ts";

/** What a router of others decided on each prompt of a table. */
export type RouterDecisions =
  /** The chosen column; −1 where unknown. */
  | { choices: Int32Array }
  /** The larger, the more it is worth to ask the stronger of two models; NaN where unknown. */
  | { scores: Float32Array };

/** The columns of the two models; the one with the higher mean score is the strong one. */
export function weakAndStrong({ scores, rows, models }: MeasuredCalls): { weak: number; strong: number } {
  const [first = -1, second = -1] = models;
  return modelMean(scores, rows, first) <= modelMean(scores, rows, second)
    ? { weak: first, strong: second }
    : { weak: second, strong: first };
}

export interface ThresholdReport {
  /** Number of prompts with a score. */
  prompts: number;
  apgr: Estimate;
  cpt50: Estimate;
  cpt80: Estimate;
}

const RESAMPLES = 300;

/** APGR and CPT of a router by scores, with 95% intervals. Null unless there are two models. @param clusters by row of the table */
export function thresholdReport(
  calls: MeasuredCalls,
  scores: Float32Array,
  clusters: ArrayLike<number>,
): ThresholdReport | null {
  if (calls.models.length !== 2) return null;
  const { weak, strong } = weakAndStrong(calls);
  const at = (model: number) => (row: number) => cell(calls.scores, row, model);
  const groups = byScore(scores, calls.rows);
  const rows = groups.flat();
  const place = new Int32Array(calls.scores.rows);
  rows.forEach((row, i) => {
    place[row] = i;
  });
  const recovery = (copies?: Uint32Array): Recovery => {
    const { share, mean } = alongThreshold(groups, at(weak), at(strong), copies && ((row) => copies[place[row]!]!));
    return recoveryOf(share, mean);
  };
  const keys = rows.map((row) => clusters[row]!);
  const resampled: Recovery[] = [];
  for (const copies of resampledCopies(keys, RESAMPLES)) resampled.push(recovery(copies));
  const value = recovery();
  const estimate = (key: keyof Recovery): Estimate => ({
    value: value[key],
    interval: percentileInterval(Float64Array.from(resampled, (one) => one[key])),
  });
  return { prompts: rows.length, apgr: estimate("apgr"), cpt50: estimate("cpt50"), cpt80: estimate("cpt80") };
}
