import { identityKey } from "../../core/contentKey.ts";
import { lowerEnvelope } from "../../core/curves/envelope.ts";
import { type QuantileScale, quantileScale } from "../../core/curves/quantileScale.ts";
import type { Prediction } from "../../state/store.ts";
import { remembered } from "../analysis.ts";
import { breakpoints } from "./breakpoints.ts";

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
      library.constraints.map((constraint) => {
        const { id, score } = constraint;
        const typed = prediction ? (lowerEnvelope(prediction.losses, score).breakpoints.at(-1) ?? 0) : 0;
        return [id, roundUp(Math.max(breakpoints(library, constraint).at(-1) ?? 0, typed))];
      }),
    ),
});

function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return (Math.floor(value / unit) + 1) * unit;
}

/** How positions of the sliders map to λ, by constraint id. */
export const sliderScales = remembered({
  keep: 4,
  key: predictionKey,
  compute(library, prediction): Record<string, QuantileScale> {
    const ends = sliderEnds(library, prediction);
    return Object.fromEntries(
      library.constraints.map((constraint) => [
        constraint.id,
        quantileScale(breakpoints(library, constraint), ends[constraint.id]!),
      ]),
    );
  },
});
