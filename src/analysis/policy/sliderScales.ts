import { identityKey } from "../../core/contentKey.ts";
import { sweep } from "../../core/curves/curve.ts";
import { lowerEnvelope, sliderEnd } from "../../core/curves/envelope.ts";
import { type QuantileScale, quantileScale } from "../../core/curves/quantileScale.ts";
import type { Constraint, Library } from "../../library/load.ts";
import type { Prediction } from "../../state/store.ts";
import { remembered, rememberedOnce } from "../analysis.ts";
import { oracleSlopes } from "../front/axisCosts.ts";

/** For a table without a router, only the oracle's choices change with λ. */
const benchmarkEnds = rememberedOnce((library: Library): Record<string, number> => {
  const { constraints, benchmark, manifest } = library;
  const end = (constraint: Constraint) =>
    manifest.router
      ? sliderEnd(benchmark.predicted, constraint.score)
      : sliderEnd(benchmark.losses, oracleSlopes(library, constraint));
  return Object.fromEntries(constraints.map((constraint) => [constraint.id, end(constraint)]));
});

const predictionKey = (prediction: Prediction | null): string => (prediction ? identityKey(prediction) : "none");

/**
 * End of each slider: the λ beyond which, when all other λ are 0, no decision changes any more, for the benchmark and the typed
 * prompt; rounded up to two digits, so that the last breakpoint is included.
 */
export const sliderEnds = remembered({
  keep: 4,
  key: predictionKey,
  compute: (library, prediction): Record<string, number> =>
    Object.fromEntries(
      library.constraints.map(({ id, score }) => {
        const typed = prediction ? (lowerEnvelope(prediction.losses, score).breakpoints.at(-1) ?? 0) : 0;
        return [id, roundUp(Math.max(benchmarkEnds(library)[id]!, typed))];
      }),
    ),
});

function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return (Math.floor(value / unit) + 1) * unit;
}

/** All λ at which a benchmark prompt changes its expert, by constraint, with every other λ at 0. */
const benchmarkBreakpoints = rememberedOnce((library: Library): Record<string, Float64Array> => {
  const { benchmark, constraints, expertIds, manifest } = library;
  const { losses } = benchmark;
  const none = new Float64Array(expertIds.length);
  return Object.fromEntries(
    constraints.map((constraint) => {
      const { id, score, raw } = constraint;
      const [decision, slopes] = manifest.router
        ? [benchmark.predicted, score]
        : [losses, oracleSlopes(library, constraint)];
      return [id, sweep(decision, slopes, none, raw, losses).lambda.subarray(1)];
    }),
  );
});

/** How positions of the sliders map to λ, by constraint id. */
export const sliderScales = remembered({
  keep: 4,
  key: predictionKey,
  compute(library, prediction): Record<string, QuantileScale> {
    const ends = sliderEnds(library, prediction);
    const breakpoints = benchmarkBreakpoints(library);
    return Object.fromEntries(library.constraints.map(({ id }) => [id, quantileScale(breakpoints[id]!, ends[id]!)]));
  },
});
