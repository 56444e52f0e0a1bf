import type { QuantileScale } from "../../core/curves/quantileScale.ts";

/** How long the play button takes from λ = 0 to its end. */
export const SWEEP_MS = 8_000;
/** Jumps instead of a motion, for people who asked for little of it. */
const JUMPS = 10;

/**
 * λ after some time of the sweep, which goes along the slider's scale, so that the decisions change at a steady rate.
 * @param jumps whether to go in ten jumps instead of smoothly
 */
export function sweepLambda(elapsedMs: number, scale: QuantileScale, jumps: boolean): number {
  const share = Math.min(1, elapsedMs / SWEEP_MS);
  return scale.lambdaAt(jumps ? Math.floor(share * JUMPS) / JUMPS : share);
}
