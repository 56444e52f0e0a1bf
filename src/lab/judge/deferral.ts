/** Two models: what a router's order of the prompts recovers of the gap between them. */

export interface Deferral {
  /** Share of the gap that is recovered, averaged over all shares of strong calls; 0.5 is chance. NaN without a gap. */
  apgr: number;
  /** Least share of strong calls that recovers half, and 80%, of the gap. */
  cpt50: number;
  cpt80: number;
}

/** Rows by falling predicted gain of the strong model; of equals the first. */
export const byGain = (gains: ArrayLike<number>, rows: readonly number[]): number[] =>
  [...rows].sort((a, b) => gains[b]! - gains[a]! || a - b);

/**
 * @param order rows, those that go to the strong model first
 * @param gain by row: score of the strong model minus that of the weak one
 * @param copies how often each row counts; once without it
 */
export function deferral(order: readonly number[], gain: ArrayLike<number>, copies?: ArrayLike<number>): Deferral {
  let count = 0;
  let gap = 0;
  for (const row of order) {
    const times = copies ? copies[row]! : 1;
    count += times;
    gap += times * gain[row]!;
  }
  if (!(gap > 0)) return { apgr: Number.NaN, cpt50: Number.NaN, cpt80: Number.NaN };
  let area = 0;
  let sum = 0;
  let taken = 0;
  let cpt50 = Number.NaN;
  let cpt80 = Number.NaN;
  /** Calls until a share of the gap is recovered, when the next `times` calls gain `each`. */
  const reachedAfter = (share: number, each: number) => taken + Math.ceil((share * gap - sum) / each - 1e-9);
  for (const row of order) {
    const times = copies ? copies[row]! : 1;
    if (times === 0) continue;
    const each = gain[row]!;
    const after = sum + times * each;
    if (Number.isNaN(cpt50) && after >= 0.5 * gap - 1e-12) cpt50 = reachedAfter(0.5, each) / count;
    if (Number.isNaN(cpt80) && after >= 0.8 * gap - 1e-12) cpt80 = reachedAfter(0.8, each) / count;
    // Trapezoids between one call and the next.
    area += times * sum + (each * times * times) / 2;
    sum = after;
    taken += times;
  }
  return { apgr: area / gap / count, cpt50, cpt80 };
}
