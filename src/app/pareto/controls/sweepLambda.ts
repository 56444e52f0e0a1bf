import type { QuantileScale } from "../../../core/curves/quantileScale.ts";

/** Duration of the sweep from λ = 0 to its end. */
export const SWEEP_MS = 8_000;
/** Jumps instead of motion, for users who prefer reduced motion. */
const JUMPS = 10;

/**
 * λ at a given time of the sweep, which follows the slider's scale, so that decisions change at a steady rate.
 * @param jumps whether to move in ten jumps instead of smoothly
 */
export function sweepLambda(elapsedMs: number, scale: QuantileScale, jumps: boolean): number {
  const share = Math.min(1, elapsedMs / SWEEP_MS);
  return scale.lambdaAt(jumps ? Math.floor(share * JUMPS) / JUMPS : share);
}
