/**
 * A scale for a λ slider. Breakpoints crowd near 0 and spread over orders of magnitude further out, so the scale follows their
 * quantiles: equal steps of the slider pass equal numbers of changes of choice. It is linear between breakpoints.
 */
export interface QuantileScale {
  /** λ at a position 0 … 1; 0 ↦ 0, 1 ↦ the end. */
  lambdaAt(position: number): number;
  /** Position of a λ ≥ 0; 1 at the end and beyond. */
  positionOf(lambda: number): number;
}

/** Knots of the scale: enough for fine slider steps, few enough for a smooth scale. */
const KNOTS = 64;

/** Knots that are nearer, as a share of λ, are one: between them too few numbers are left for positions. */
const NEAREST = 1e-8;

/**
 * @param breakpoints λ > 0, ascending
 * @param end λ at position 1, nats; at least the last breakpoint
 */
export function quantileScale(breakpoints: ArrayLike<number>, end: number): QuantileScale {
  const knots: number[] = [0];
  const apart = (less: number, more: number) => more - less > NEAREST * more;
  for (let k = 1; k < KNOTS; k++) {
    const at = breakpoints[Math.floor((k * breakpoints.length) / KNOTS)];
    if (at !== undefined && apart(knots.at(-1)!, at) && apart(at, end)) knots.push(at);
  }
  knots.push(end);
  const pieces = knots.length - 1;
  return {
    lambdaAt(position) {
      if (position >= 1) return end;
      const exact = Math.max(0, position) * pieces;
      const piece = Math.floor(exact);
      return knots[piece]! + (exact - piece) * (knots[piece + 1]! - knots[piece]!);
    },
    positionOf(lambda) {
      if (lambda >= end) return 1;
      let piece = 0;
      while (knots[piece + 1]! <= lambda) piece++;
      const inside = (Math.max(0, lambda) - knots[piece]!) / (knots[piece + 1]! - knots[piece]!);
      return (piece + inside) / pieces;
    },
  };
}
