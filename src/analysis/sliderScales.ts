import { sweep } from "../core/curves/curve.ts";
import { type QuantileScale, quantileScale } from "../core/curves/quantileScale.ts";
import { memoLru } from "../core/memoLru.ts";
import type { Library } from "../library/load.ts";
import type { Prediction } from "../state/store.ts";
import { sliderEnds } from "./derive.ts";

/** Every λ at which a benchmark prompt changes its expert, by constraint, the other λ being 0. */
const benchmarkBreakpoints = memoLru((library: Library): Record<string, Float64Array> => {
  const { predicted, losses } = library.benchmark;
  const none = new Float64Array(library.expertIds.length);
  return Object.fromEntries(
    library.constraints.map(({ id, score, raw }) => [
      id,
      sweep(predicted, score, none, raw, losses).lambda.subarray(1),
    ]),
  );
});

/** How positions of the sliders map to λ, by constraint id. */
export const sliderScales = memoLru(
  (library: Library, prediction: Prediction | null): Record<string, QuantileScale> => {
    const ends = sliderEnds(library, prediction);
    const breakpoints = benchmarkBreakpoints(library);
    return Object.fromEntries(library.constraints.map(({ id }) => [id, quantileScale(breakpoints[id]!, ends[id]!)]));
  },
);
