/** Two models: the best possible gain from sending some prompts to the strong one. */

export interface Deferral {
  /** Mean score when at most k of the n prompts go to the strong model, k = 0 … n, starting with the largest gains. */
  quality: Float64Array;
  /** Share of the gap between the two models that is recovered, averaged over all shares of strong calls; NaN without a gap. */
  apgr: number;
  /** Smallest share of strong calls that recovers half, and 80%, of the gap; NaN without a gap, or if it is never reached. */
  cpt50: number;
  cpt80: number;
}

/**
 * The best possible deferral curve (RouteLLM's “optimal”: at most p% strong calls, so that it never falls).
 * @param weak score of the weak model by prompt, @param strong score of the strong one
 */
export function deferralOf(weak: ArrayLike<number>, strong: ArrayLike<number>): Deferral {
  const n = weak.length;
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / n;
  const gains = Float64Array.from({ length: n }, (_, i) => strong[i]! - weak[i]!)
    .sort()
    .reverse();
  const quality = new Float64Array(n + 1);
  quality[0] = mean(weak);
  for (let k = 0; k < n; k++) quality[k + 1] = quality[k]! + Math.max(0, gains[k]!) / n;
  const gap = mean(strong) - quality[0]!;
  if (!(gap > 0)) return { quality, apgr: Number.NaN, cpt50: Number.NaN, cpt80: Number.NaN };
  return { quality, ...recovery(quality, gap) };
}

/** PGR = (Q − Q_weak) / gap at every share of strong calls k/n: its mean, and where it first reaches 50% and 80%. */
function recovery(quality: Float64Array, gap: number) {
  const n = quality.length - 1;
  const recovered = quality.map((value) => (value - quality[0]!) / gap);
  let area = 0;
  for (let k = 0; k < n; k++) area += (recovered[k]! + recovered[k + 1]!) / 2 / n;
  // The smallest share on the curve itself, without interpolation, as a curve need not rise.
  const share = (wanted: number) => {
    const k = recovered.findIndex((value) => value >= wanted - 1e-12);
    return k < 0 ? Number.NaN : k / n;
  };
  return { apgr: area, cpt50: share(0.5), cpt80: share(0.8) };
}
