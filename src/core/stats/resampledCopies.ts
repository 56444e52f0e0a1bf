import { clustersOf } from "./clusters.ts";
import { drawsWithReplacement } from "./random.ts";

/**
 * How often each prompt counts in each resample: the draws of `PairedBootstrap`, for figures that are no functions of means. The array
 * is used again for the next one. Nothing with fewer than two clusters.
 * @param names cluster of each prompt, see `clustersOf`
 */
export function* resampledCopies(names: ArrayLike<number | string>, resamples: number): Generator<Uint32Array> {
  const { of, count } = clustersOf(names);
  if (count < 2) return;
  const draw = drawsWithReplacement(7);
  const drawn = new Uint32Array(count);
  const copies = new Uint32Array(of.length);
  for (let b = 0; b < resamples; b++) {
    drawn.fill(0);
    draw(drawn);
    for (let row = 0; row < copies.length; row++) copies[row] = drawn[of[row]!]!;
    yield copies;
  }
}
