/** Resamples of prompts, the same for every router: prompts with one key are drawn together. */

import type { Means } from "../../core/evaluation/means.ts";
import { clustersOf } from "../../core/stats/clusters.ts";
import { drawsWithReplacement } from "../../core/stats/random.ts";

const RESAMPLES = 1000;
const BATCH = 50;

/** Draws the resamples of some means, which can then be estimated. */
export async function draw(means: Means, pause: () => Promise<void>): Promise<void> {
  const bootstrap = means.bootstrap(RESAMPLES);
  while (bootstrap.drawn < RESAMPLES) {
    bootstrap.run(BATCH);
    await pause();
  }
}

/**
 * How often each prompt counts in each resample: the draws of `Means`, for figures that are no functions of means. The array is used
 * again for the next one.
 */
export function* resampledCopies(keys: readonly string[]): Generator<Uint32Array> {
  const { of, count } = clustersOf(keys);
  if (count < 2) return;
  const draw = drawsWithReplacement(7);
  const drawn = new Uint32Array(count);
  const copies = new Uint32Array(of.length);
  for (let b = 0; b < RESAMPLES; b++) {
    drawn.fill(0);
    draw(drawn);
    for (let row = 0; row < copies.length; row++) copies[row] = drawn[of[row]!]!;
    yield copies;
  }
}
