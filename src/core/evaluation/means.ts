import { meanRatio } from "../metrics/ratios.ts";
import { onAll, PairedBootstrap, type Ratio } from "../stats/pairedBootstrap.ts";
import { percentileInterval } from "../stats/percentileInterval.ts";
import { type Estimate, TO_COME } from "./estimate.ts";

/** Figures that are functions of means over prompts, with their 95% intervals over resamples that all of them share. */
export class Means {
  readonly #ratios: Ratio[] = [];
  #whole: Float64Array | null = null;
  #bootstrap: PairedBootstrap | null = null;

  /** @param clusters by prompt; those of one cluster are drawn together */
  constructor(private readonly clusters: ArrayLike<number | string>) {}

  /** Number of means. */
  get count(): number {
    return this.#ratios.length;
  }

  /** Adds a mean. @param values by prompt; those that are not finite do not count @returns its place */
  add(values: ArrayLike<number>): number {
    return this.#ratios.push(meanRatio(values)) - 1;
  }

  /** What the caller is to run for the intervals: until it has, they are to come. Nothing can be added afterwards. */
  bootstrap(resamples: number): PairedBootstrap {
    this.#bootstrap = new PairedBootstrap(this.#ratios, this.clusters.length, { clusters: this.clusters, resamples });
    return this.#bootstrap;
  }

  /** A mean over all prompts. Nothing can be added afterwards. */
  value(place: number): number {
    this.#whole ??= Float64Array.from(this.#ratios, onAll);
    return this.#whole[place]!;
  }

  /**
   * A figure of the means at some places, on all prompts and over the resamples.
   * @param value overrides the one on all prompts
   */
  estimate(figure: (mean: (place: number) => number) => number, value?: number): Estimate {
    return { value: value ?? figure((place) => this.value(place)), interval: this.#interval(figure) };
  }

  #interval(figure: (mean: (place: number) => number) => number): Estimate["interval"] {
    if (!this.#bootstrap) return TO_COME;
    const { values, clusters, drawn, resamples } = this.#bootstrap;
    if (clusters >= 2 && drawn < resamples) return TO_COME;
    return percentileInterval(
      Float64Array.from({ length: resamples }, (_, b) => figure((place) => values[place]![b]!)),
    );
  }
}
