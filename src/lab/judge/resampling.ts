/** Resamples of prompts, the same for every router: prompts with one key are drawn together. */

import type { Means } from "../../core/evaluation/means.ts";

export const RESAMPLES = 1000;
const BATCH = 50;

/** Draws the resamples of some means, which can then be estimated. */
export async function draw(means: Means, pause: () => Promise<void>): Promise<void> {
  const bootstrap = means.bootstrap(RESAMPLES);
  while (bootstrap.drawn < RESAMPLES) {
    bootstrap.run(BATCH);
    await pause();
  }
}
