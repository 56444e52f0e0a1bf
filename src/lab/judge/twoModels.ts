import type { Estimate } from "../../core/evaluation/estimate.ts";
import type { Matrix } from "../../core/matrix.ts";
import { percentileInterval } from "../../core/stats/percentileInterval.ts";
import { resampledCopies } from "../../core/stats/resampledCopies.ts";
import { byGain, type Deferral, deferral } from "./deferral.ts";
import { RESAMPLES } from "./resampling.ts";

export interface TwoModelFigures {
  apgr: Estimate;
  /** APGR minus 0.5, that of sending prompts at random. */
  overRandom: Estimate;
  cpt50: Estimate;
  cpt80: Estimate;
}

/** Of each router, in the same resamples. The stronger model is the one with the higher mean over the rows. */
export function twoModelFigures(
  scores: Matrix,
  routers: readonly { predicted: Matrix }[],
  rows: readonly number[],
  keys: readonly string[],
): TwoModelFigures[] {
  const sums = [0, 1].map((m) => rows.reduce((sum, row) => sum + scores.data[row * 2 + m]!, 0));
  const strong = sums[0]! > sums[1]! ? 0 : 1;
  const gainOf = ({ data }: Matrix) =>
    Float64Array.from(rows, (row) => data[row * 2 + strong]! - data[row * 2 + 1 - strong]!);
  const gain = gainOf(scores);
  const places = rows.map((_, i) => i);
  const orders = routers.map(({ predicted }) => byGain(gainOf(predicted), places));
  const drawn: Deferral[][] = routers.map(() => []);
  for (const copies of resampledCopies(keys, RESAMPLES)) {
    for (const [r, order] of orders.entries()) drawn[r]!.push(deferral(order, gain, copies));
  }
  return orders.map((order, r) => {
    const whole = deferral(order, gain);
    const estimate = (of: (one: Deferral) => number): Estimate => ({
      value: of(whole),
      interval: percentileInterval(Float64Array.from(drawn[r]!, of)),
    });
    return {
      apgr: estimate(({ apgr }) => apgr),
      overRandom: estimate(({ apgr }) => apgr - 0.5),
      cpt50: estimate(({ cpt50 }) => cpt50),
      cpt80: estimate(({ cpt80 }) => cpt80),
    };
  });
}
