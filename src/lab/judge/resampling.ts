/** Resamples of prompts, the same for every router: prompts with one key are drawn together. */

import type { Estimate } from "../../core/evaluation/estimate.ts";
import { meanRatio } from "../../core/metrics/ratios.ts";
import { clustersOf } from "../../core/stats/clusters.ts";
import { PairedBootstrap, type Ratio } from "../../core/stats/pairedBootstrap.ts";
import { percentileInterval } from "../../core/stats/percentileInterval.ts";
import { drawsWithReplacement } from "../../core/stats/random.ts";

export const RESAMPLES = 1000;
const BATCH = 50;

/** Figures that are functions of means over prompts, with their intervals. */
export class Means {
  readonly #ratios: Ratio[] = [];
  #whole = new Float64Array(0);
  #bootstrap: PairedBootstrap | null = null;

  constructor(private readonly keys: readonly string[]) {}

  /** Adds a mean. @param values by prompt; those that are not finite do not count @returns its place */
  add(values: ArrayLike<number>): number {
    return this.#ratios.push(meanRatio(values)) - 1;
  }

  /** Draws the resamples; nothing can be added afterwards. */
  async draw(pause: () => Promise<void>): Promise<void> {
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    this.#whole = Float64Array.from(this.#ratios, (ratio) => sum(ratio.numerator) / sum(ratio.denominator));
    const bootstrap = new PairedBootstrap(this.#ratios, this.keys.length, {
      clusters: this.keys,
      resamples: RESAMPLES,
    });
    while (bootstrap.drawn < RESAMPLES) {
      bootstrap.run(BATCH);
      await pause();
    }
    this.#bootstrap = bootstrap;
  }

  /** A mean over all prompts. */
  value(place: number): number {
    return this.#whole[place]!;
  }

  /** A figure of the means at some places, on all prompts and over the resamples. @param value overrides the one on all prompts */
  estimate(figure: (mean: (place: number) => number) => number, value?: number): Estimate {
    const { values } = this.#bootstrap!;
    const drawn = Float64Array.from({ length: RESAMPLES }, (_, b) => figure((place) => values[place]![b]!));
    return { value: value ?? figure((place) => this.#whole[place]!), interval: percentileInterval(drawn) };
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
