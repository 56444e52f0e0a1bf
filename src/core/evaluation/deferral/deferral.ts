/** Two models: the best possible gain from sending some prompts to the strong one. */
import { alongThreshold } from "./alongThreshold.ts";

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
 * The best possible deferral curve (RouteLLM's “optimal”: at most p% strong calls, so that it never falls), of all prompts and of
 * resamples in which each counts so many times.
 * @param weak score of the weak model by prompt, @param strong score of the strong one
 */
export function bestDeferral(weak: ArrayLike<number>, strong: ArrayLike<number>) {
  const gains = Float64Array.from(weak, (score, i) => strong[i]! - score);
  const order = [...gains.keys()].sort((a, b) => gains[b]! - gains[a]!).map((i) => [i]);
  return (copies?: ArrayLike<number>): Deferral => {
    const times = (i: number) => (copies ? copies[i]! : 1);
    const { share, mean: quality } = alongThreshold(
      order,
      (i) => weak[i]!,
      (i) => weak[i]! + Math.max(0, gains[i]!),
      times,
    );
    let gap = 0;
    let prompts = 0;
    for (let i = 0; i < gains.length; i++) {
      gap += times(i) * gains[i]!;
      prompts += times(i);
    }
    return { quality, ...recovered(share, quality, quality[0]! + gap / prompts) };
  };
}

export type Recovery = Pick<Deferral, "apgr" | "cpt50" | "cpt80">;

/**
 * The same figures of a curve that ends with all calls strong.
 * @param share of strong calls, ascending from 0 to 1, and `quality` there
 */
export const recoveryOf = (share: Float64Array, quality: Float64Array): Recovery =>
  recovered(share, quality, quality.at(-1)!);

/** PGR = (Q − Q_weak) / gap along the curve: its mean over the shares, and where it first reaches 50% and 80%. */
function recovered(share: Float64Array, quality: Float64Array, strong: number): Recovery {
  const gap = strong - quality[0]!;
  if (!(gap > 0)) return { apgr: Number.NaN, cpt50: Number.NaN, cpt80: Number.NaN };
  const pgr = quality.map((value) => (value - quality[0]!) / gap);
  let area = 0;
  for (let k = 0; k + 1 < pgr.length; k++) area += ((pgr[k]! + pgr[k + 1]!) / 2) * (share[k + 1]! - share[k]!);
  // The smallest share on the curve itself, without interpolation, as a curve need not rise.
  const least = (wanted: number) => share[pgr.findIndex((value) => value >= wanted - 1e-12)] ?? Number.NaN;
  return { apgr: area, cpt50: least(0.5), cpt80: least(0.8) };
}
