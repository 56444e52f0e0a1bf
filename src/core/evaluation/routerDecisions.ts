/** Decisions of others' routers, and what they achieve. */
import type { Matrix } from "../matrix.ts";
import { clustersOf } from "../stats/clusters.ts";
import { percentileInterval } from "../stats/percentileInterval.ts";
import { drawsWithReplacement } from "../stats/random.ts";
import { type Recovery, recoveryOf } from "./deferral.ts";
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

/** Prompts by falling score, those with equal ones together, which no threshold tells apart. */
export function byScore(scores: ArrayLike<number>, rows: readonly number[]): number[][] {
  const known = rows.filter((row) => Number.isFinite(scores[row]!)).sort((a, b) => scores[b]! - scores[a]!);
  const groups: number[][] = [];
  for (const row of known) {
    const last = groups.at(-1);
    if (last && scores[last[0]!] === scores[row]) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

/**
 * Means of some values along the threshold: all prompts' `weak` at first, then group after group their `strong`.
 * @returns `share` of strong calls, ascending from 0 to 1, a point for each threshold between two different scores, and the `mean` there
 */
export function alongThreshold(
  groups: readonly (readonly number[])[],
  weak: (row: number) => number,
  strong: (row: number) => number,
): { share: Float64Array; mean: Float64Array } {
  const prompts = groups.reduce((sum, group) => sum + group.length, 0);
  const share = new Float64Array(groups.length + 1);
  const mean = new Float64Array(groups.length + 1);
  let sum = groups.reduce((total, group) => group.reduce((own, row) => own + weak(row), total), 0);
  let sent = 0;
  mean[0] = sum / prompts;
  groups.forEach((group, k) => {
    for (const row of group) sum += strong(row) - weak(row);
    sent += group.length;
    share[k + 1] = sent / prompts;
    mean[k + 1] = sum / prompts;
  });
  return { share, mean };
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
  const at = (model: number) => (row: number) => valueAt(calls.scores, row, model);
  const whole = byScore(scores, calls.rows);
  const recovery = (groups: readonly (readonly number[])[]): Recovery => {
    const { share, mean } = alongThreshold(groups, at(weak), at(strong));
    return recoveryOf(share, mean);
  };
  const rows = whole.flat();
  const { of, count } = clustersOf(rows.map((row) => clusters[row]!));
  const place = new Map(rows.map((row, i) => [row, i]));
  const draw = drawsWithReplacement(7);
  const resampled = Array.from({ length: count < 2 ? 0 : RESAMPLES }, () => {
    const drawn = new Uint32Array(count);
    draw(drawn);
    const again = whole.map((group) => group.flatMap((row) => Array<number>(drawn[of[place.get(row)!]!]!).fill(row)));
    return recovery(again.filter((group) => group.length > 0));
  });
  const value = recovery(whole);
  const estimate = (key: keyof Recovery): Estimate => ({
    value: value[key],
    interval: percentileInterval(Float64Array.from(resampled, (one) => one[key])),
  });
  return { prompts: rows.length, apgr: estimate("apgr"), cpt50: estimate("cpt50"), cpt80: estimate("cpt80") };
}

const valueAt = ({ data, columns }: Matrix, row: number, model: number): number => data[row * columns + model]!;
