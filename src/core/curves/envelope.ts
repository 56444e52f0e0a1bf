/**
 * Exact breakpoints. For one prompt, each expert is a line over λ, L̂ᵢ + λCᵢ, and the router follows the lower envelope of the
 * lines. The envelope bends where two lines cross, λ = (L̂_b − L̂_a)/(C_a − C_b). Found with the convex hull trick: lines are added
 * by falling slope, and a line that the new one undercuts before it starts to win is removed. O(n log n) to sort, then O(n); the
 * slopes are the same for all prompts, so they are sorted once.
 *
 * At a breakpoint two experts tie. There, and at λ = 0, the envelope takes the line that wins just above (the smaller slope), while
 * `choose` takes the first index; everywhere else the two agree.
 */
import { scoreOrWorst } from "../objective/objective.ts";

/** `winners[k]` wins from `breakpoints[k − 1]` (0 for the first) to `breakpoints[k]` (∞ for the last). */
export interface Envelope {
  winners: number[];
  /** Ascending λ, one fewer than winners; all above 0. */
  breakpoints: number[];
}

/**
 * Lower envelope of the lines intercept + λ·slope over λ ∈ [0, ∞). Empty when no line takes part.
 * @param intercepts nats; NaN or infinite excludes the expert
 * @param slopes C of the constraint; NaN counts as the worst score, infinite excludes the expert
 */
export function lowerEnvelope(intercepts: ArrayLike<number>, slopes: ArrayLike<number>): Envelope {
  const hull = new HullScratch(slopes);
  const count = hull.build(intercepts, 0, null);
  return {
    winners: Array.from(hull.winners.subarray(0, count)),
    breakpoints: Array.from(hull.starts.subarray(1, Math.max(1, count))),
  };
}

/** Nearest λ on either side at which the winner changes, with the winner beyond it; null when there is no further change. */
export function nextChange(
  envelope: Envelope,
  lambda: number,
): { below: { lambda: number; winner: number } | null; above: { lambda: number; winner: number } | null } {
  const { winners, breakpoints } = envelope;
  let k = 0;
  while (k < breakpoints.length && breakpoints[k]! <= lambda) k++;
  return {
    below: k > 0 ? { lambda: breakpoints[k - 1]!, winner: winners[k - 1]! } : null,
    above: k < breakpoints.length ? { lambda: breakpoints[k]!, winner: winners[k + 1]! } : null,
  };
}

/** Buffers for envelopes that share their slopes. `build` overwrites the result of the previous call. */
export class HullScratch {
  /** Experts on the envelope, by rising λ. */
  readonly winners: Int32Array;
  /** λ at which each of them starts to win; the first is 0. */
  readonly starts: Float64Array;
  private readonly heights: Float64Array;
  private readonly slopes: Float64Array;
  /** The first `lines` of it: experts with a finite slope, by falling slope. */
  private readonly order: Int32Array;
  private lines = 0;

  constructor(slopes: ArrayLike<number>) {
    this.slopes = new Float64Array(slopes.length);
    this.order = new Int32Array(slopes.length);
    this.take(slopes, 0);
    this.winners = new Int32Array(slopes.length);
    this.starts = new Float64Array(slopes.length);
    this.heights = new Float64Array(slopes.length);
  }

  /** Switches to the slopes of one prompt, which start at `slopes[offset]`. */
  setSlopes(slopes: ArrayLike<number>, offset: number): void {
    this.take(slopes, offset);
  }

  /**
   * Takes up some slopes and sorts their lines by falling slope, by insertion: tables have slopes of every call, so this is done for
   * every prompt. It is stable: among equal slopes the first index is added first, so it wins when the lines are equal.
   */
  private take(slopes: ArrayLike<number>, offset: number): void {
    const { order } = this;
    this.lines = 0;
    for (let i = 0; i < this.slopes.length; i++) {
      const slope = scoreOrWorst(slopes[offset + i]!);
      this.slopes[i] = slope;
      if (!Number.isFinite(slope)) continue;
      let at = this.lines++;
      for (; at > 0 && this.slopes[order[at - 1]!]! < slope; at--) order[at] = order[at - 1]!;
      order[at] = i;
    }
  }

  /** Builds the envelope of `intercepts[offset + i] + base[from + i] + λ·slope[i]`; returns its number of segments. */
  build(intercepts: ArrayLike<number>, offset: number, base: ArrayLike<number> | null, from = 0): number {
    const { winners, starts, heights, slopes, order, lines } = this;
    let count = 0;
    for (let o = 0; o < lines; o++) {
      const line = order[o]!;
      const height = intercepts[offset + line]! + (base === null ? 0 : base[from + line]!);
      if (!Number.isFinite(height)) continue;
      const slope = slopes[line]!;
      let start = 0;
      let wins = true;
      while (count > 0) {
        const top = count - 1;
        const steeper = slopes[winners[top]!]! - slope;
        if (steeper === 0) {
          wins = height < heights[top]!;
          if (!wins) break;
        } else {
          start = (height - heights[top]!) / steeper;
          if (start > starts[top]!) {
            // Slopes so close that the crossing overflows: in practice the lines never cross.
            wins = start < Number.POSITIVE_INFINITY;
            break;
          }
        }
        count--;
      }
      if (!wins) continue;
      winners[count] = line;
      starts[count] = count === 0 ? 0 : start;
      heights[count] = height;
      count++;
    }
    return count;
  }
}
