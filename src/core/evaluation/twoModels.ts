import { clustersOf } from "../stats/clusters.ts";
import { percentileInterval } from "../stats/percentileInterval.ts";
import { drawsWithReplacement } from "../stats/random.ts";
import { type Deferral, deferralOf } from "./deferral.ts";
import type { Estimate } from "./estimate.ts";
import type { MeasuredCalls } from "./measuredCalls.ts";
import { weakAndStrong } from "./routerDecisions.ts";

export interface TwoModels {
  /** Columns of the table: the one with the lower mean score, and the other. */
  weak: number;
  strong: number;
  /** Mean score of the strong model minus that of the weak one. */
  gap: number;
  curve: Deferral;
  apgr: Estimate;
}

/** @param clusters by row of the table */
export function twoModels(calls: MeasuredCalls, clusters: ArrayLike<number>): TwoModels {
  const { scores, rows } = calls;
  const { weak, strong } = weakAndStrong(calls);
  const of = (model: number) => Float64Array.from(rows, (row) => scores.data[row * scores.columns + model]!);
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const curve = deferralOf(of(weak), of(strong));
  return {
    weak,
    strong,
    gap: mean(of(strong)) - mean(of(weak)),
    curve,
    apgr: {
      value: curve.apgr,
      interval: apgrInterval(
        of(weak),
        of(strong),
        rows.map((row) => clusters[row]!),
      ),
    },
  };
}

/** Resamples for APGR, each of which processes all prompts. */
const APGR_RESAMPLES = 300;

function apgrInterval(weak: Float64Array, strong: Float64Array, names: readonly number[]): [number, number] {
  const { of, count } = clustersOf(names);
  if (count < 2) return [Number.NaN, Number.NaN];
  const order = Array.from(weak.keys()).sort((a, b) => strong[b]! - weak[b]! - (strong[a]! - weak[a]!));
  const draw = drawsWithReplacement(7);
  const values = Float64Array.from({ length: APGR_RESAMPLES }, () => {
    const drawn = new Uint32Array(count);
    draw(drawn);
    const again = order.flatMap((i) => Array<number>(drawn[of[i]!]!).fill(i));
    return deferralOf(
      again.map((i) => weak[i]!),
      again.map((i) => strong[i]!),
    ).apgr;
  });
  return percentileInterval(values);
}
