/**
 * Bootstrap of many means at once: each resample draws clusters of prompts with replacement and gives a new value for all means, so
 * that variation shared by two policies on a prompt cancels in their difference. A cluster is a document, see `clusters.ts`. Sums
 * are computed once per cluster, and a mean is the ratio of sums over the clusters drawn.
 */
import { clustersOf } from "./clusters.ts";
import { mulberry32 } from "./random.ts";

/** A mean over prompts: Σ numerator / Σ denominator, one entry per prompt. Both are 0 where the prompt does not count. */
export interface Ratio {
  numerator: Float64Array;
  denominator: Float64Array;
}

export interface BootstrapOptions {
  resamples?: number | undefined;
  seed?: number | undefined;
  /** The cluster of each prompt, as a number or name. Without it each prompt is drawn alone. */
  clusters?: ArrayLike<number | string> | undefined;
  /** Sets how often a resample draws each cluster, in order of first appearance; by default random, with replacement. */
  draw?: (counts: Uint32Array, resample: number) => void;
}

function withReplacement(random: () => number): (counts: Uint32Array) => void {
  return (counts) => {
    for (let n = 0; n < counts.length; n++) counts[Math.floor(random() * counts.length)]!++;
  };
}

/** Runs in batches, so that a worker can receive a cancellation in between. */
export class PairedBootstrap {
  readonly resamples: number;
  /** `values[k][b]`: ratio k in resample b; NaN when its denominator is 0, or when it has not been drawn yet. */
  readonly values: Float64Array[];
  /** Resamples drawn so far. */
  drawn = 0;
  /** Number of clusters. With fewer than two there is nothing to resample: all values stay NaN. */
  readonly clusters: number;
  private readonly draw: (counts: Uint32Array, resample: number) => void;
  private readonly columns: number;
  /** Clusters × columns, row-major: sums of the numerators and denominators, each array once, however many ratios share it. */
  private readonly table: Float64Array;
  private readonly places: [numerator: number, denominator: number][];
  private readonly counts: Uint32Array;

  /** @param prompts number of prompts: the length of every array */
  constructor(ratios: readonly Ratio[], prompts: number, options: BootstrapOptions = {}) {
    this.resamples = options.resamples ?? 1000;
    const { of, count } = clustersOf(options.clusters ?? Int32Array.from({ length: prompts }, (_, n) => n));
    if (of.length !== prompts) throw new RangeError(`There are ${of.length} clusters for ${prompts} prompts.`);
    this.clusters = count;
    this.draw = options.draw ?? withReplacement(mulberry32(options.seed ?? 7));
    this.values = ratios.map(() => new Float64Array(this.resamples).fill(Number.NaN));
    this.counts = new Uint32Array(count);
    const parts = new Map<Float64Array, number>();
    const placeOf = (part: Float64Array): number => {
      if (part.length !== prompts) throw new RangeError(`A ratio needs ${prompts} entries, not ${part.length}.`);
      if (!parts.has(part)) parts.set(part, parts.size);
      return parts.get(part)!;
    };
    this.places = ratios.map(({ numerator, denominator }) => [placeOf(numerator), placeOf(denominator)]);
    this.columns = parts.size;
    this.table = new Float64Array(count * this.columns);
    for (const [part, column] of parts) {
      for (let n = 0; n < prompts; n++) this.table[of[n]! * this.columns + column]! += part[n]!;
    }
  }

  /** Draws up to `count` further resamples. */
  run(count: number): void {
    const end = Math.min(this.resamples, this.drawn + count);
    for (; this.drawn < end; this.drawn++) {
      if (this.clusters < 2) continue;
      const sums = this.drawSums();
      this.places.forEach(([numerator, denominator], k) => {
        if (sums[denominator]! !== 0) this.values[k]![this.drawn] = sums[numerator]! / sums[denominator]!;
      });
    }
  }

  /** Sum of each column over one resample of the clusters. */
  private drawSums(): Float64Array {
    const { counts, table, columns } = this;
    counts.fill(0);
    this.draw(counts, this.drawn);
    const sums = new Float64Array(columns);
    for (let n = 0; n < counts.length; n++) {
      const count = counts[n]!;
      if (count === 0) continue;
      const offset = n * columns;
      for (let c = 0; c < columns; c++) sums[c]! += count * table[offset + c]!;
    }
    return sums;
  }
}
