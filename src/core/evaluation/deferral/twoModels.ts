import { cell } from "../../matrix.ts";
import { percentileInterval } from "../../stats/percentileInterval.ts";
import { resampledCopies } from "../../stats/resampledCopies.ts";
import type { Estimate } from "../estimate.ts";
import { type MeasuredCalls, modelMean } from "../measuredCalls.ts";
import { weakAndStrong } from "../routerDecisions.ts";
import { bestDeferral, type Deferral } from "./deferral.ts";

export interface TwoModels {
  /** Columns of the table: the one with the lower mean score, and the other. */
  weak: number;
  strong: number;
  /** Mean score of the strong model minus that of the weak one. */
  gap: number;
  curve: Deferral;
  apgr: Estimate;
}

/** Resamples for APGR, each of which processes all prompts. */
const APGR_RESAMPLES = 300;

/** @param clusters by row of the table */
export function twoModels(calls: MeasuredCalls, clusters: ArrayLike<number>): TwoModels {
  const { scores, rows } = calls;
  const { weak, strong } = weakAndStrong(calls);
  const of = (model: number) => Float64Array.from(rows, (row) => cell(scores, row, model));
  const deferral = bestDeferral(of(weak), of(strong));
  const keys = rows.map((row) => clusters[row]!);
  const curve = deferral();
  const resampled: number[] = [];
  for (const copies of resampledCopies(keys, APGR_RESAMPLES)) resampled.push(deferral(copies).apgr);
  return {
    weak,
    strong,
    gap: modelMean(scores, rows, strong) - modelMean(scores, rows, weak),
    curve,
    apgr: { value: curve.apgr, interval: percentileInterval(Float64Array.from(resampled)) },
  };
}
