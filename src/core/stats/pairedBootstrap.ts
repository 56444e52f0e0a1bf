/**
 * Bootstrap of many means at once: each resample draws clusters of prompts with replacement and gives a new value for all means, so
 * that variation shared by two policies on a prompt cancels in their difference. A cluster is a document, see `clusters.ts`. Sums
 * are computed once per cluster, and a mean is the ratio of sums over the clusters drawn. The sums of several resamples are one
 * product of matrices: how often each cluster is drawn, times the clusters' sums.
 */
import { contentKey } from "../contentKey.ts";
import { innerProducts } from "../innerProducts.ts";
import { clustersOf } from "./clusters.ts";
import { drawsWithReplacement } from "./random.ts";

/** A mean over prompts: Σ numerator / Σ denominator, one entry per prompt. Both are 0 where the prompt does not count. */
export interface Ratio {
  numerator: Float64Array;
  denominator: Float64Array;
}

/** Its value on all prompts; NaN where none counts. */
export function onAll({ numerator, denominator }: Ratio): number {
  const counted = sumOf(denominator);
  return counted > 0 ? sumOf(numerator) / counted : Number.NaN;
}

/** A loop: a table's report begins with the sums of millions of numbers. */
function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}

export interface BootstrapOptions {
  resamples?: number | undefined;
  seed?: number | undefined;
  /** The cluster of each prompt, as a number or name. Without it each prompt is drawn alone. */
  clusters?: ArrayLike<number | string> | undefined;
  /** Sets how often a resample draws each cluster, in order of first appearance; by default random, with replacement. */
  draw?: (counts: Float64Array, resample: number) => void;
}

/** Columns and resamples whose sums are taken together by `innerProducts`. */
const COLUMNS = 4;
const RESAMPLES = 2;

/** Runs in batches, so that a worker can receive a cancellation in between. */
export class PairedBootstrap {
  readonly resamples: number;
  /** `values[k][b]`: ratio k in resample b; NaN when its denominator is 0, or when it has not been drawn yet. */
  readonly values: Float64Array[];
  /** Resamples drawn so far. */
  drawn = 0;
  /** Number of clusters. With fewer than two there is nothing to resample: all values stay NaN. */
  readonly clusters: number;
  private readonly draw: (counts: Float64Array, resample: number) => void;
  /**
   * A row for every numerator and denominator, with its sum over each cluster. Equal ones are one row, however many ratios have them;
   * rows of nothing make their number a multiple of `COLUMNS`.
   */
  private readonly table: Float64Array;
  private readonly places: [numerator: number, denominator: number][];
  /** How often each cluster is drawn by each of the resamples under way, all of them and one by one. */
  private readonly counts: Float64Array;
  private readonly countsOf: Float64Array[];
  /** Sums of the rows of the table over each of these resamples. */
  private readonly sums: Float64Array[];
  private readonly products = new Float64Array(COLUMNS * RESAMPLES);

  /** @param prompts number of prompts: the length of every array */
  constructor(ratios: readonly Ratio[], prompts: number, options: BootstrapOptions = {}) {
    this.resamples = options.resamples ?? 1000;
    const { of, count } = clustersOf(options.clusters ?? Int32Array.from({ length: prompts }, (_, n) => n));
    if (of.length !== prompts) throw new RangeError(`There are ${of.length} clusters for ${prompts} prompts.`);
    this.clusters = count;
    this.draw = options.draw ?? drawsWithReplacement(options.seed ?? 7);
    this.values = ratios.map(() => new Float64Array(this.resamples).fill(Number.NaN));
    const parts = new Map<string, { part: Float64Array; place: number }>();
    const placeOf = (part: Float64Array): number => {
      if (part.length !== prompts) throw new RangeError(`A ratio needs ${prompts} entries, not ${part.length}.`);
      const key = contentKey(part);
      const known = parts.get(key) ?? { part, place: parts.size };
      parts.set(key, known);
      return known.place;
    };
    this.places = ratios.map(({ numerator, denominator }) => [placeOf(numerator), placeOf(denominator)]);
    const rows = COLUMNS * Math.ceil(parts.size / COLUMNS);
    this.table = new Float64Array(count * rows);
    for (const { part, place } of parts.values()) {
      for (let n = 0; n < prompts; n++) this.table[place * count + of[n]!]! += part[n]!;
    }
    this.counts = new Float64Array(RESAMPLES * count);
    this.countsOf = Array.from({ length: RESAMPLES }, (_, r) => this.counts.subarray(r * count, (r + 1) * count));
    this.sums = Array.from({ length: RESAMPLES }, () => new Float64Array(rows));
  }

  /** Draws up to `count` further resamples. */
  run(count: number): void {
    const end = Math.min(this.resamples, this.drawn + count);
    while (this.drawn < end) {
      const together = Math.min(RESAMPLES, end - this.drawn);
      if (this.clusters >= 2) this.resample(together);
      this.drawn += together;
    }
  }

  /** Draws some resamples, at most `RESAMPLES`, and writes the values of all ratios. */
  private resample(together: number): void {
    this.counts.fill(0);
    for (let r = 0; r < together; r++) this.draw(this.countsOf[r]!, this.drawn + r);
    this.addUp();
    for (let r = 0; r < together; r++) {
      const sums = this.sums[r]!;
      this.places.forEach(([numerator, denominator], k) => {
        if (sums[denominator]! !== 0) this.values[k]![this.drawn + r] = sums[numerator]! / sums[denominator]!;
      });
    }
  }

  private addUp(): void {
    const { table, clusters, counts, products, sums } = this;
    for (let row = 0; row < sums[0]!.length; row += COLUMNS) {
      innerProducts(clusters, table, row * clusters, counts, 0, products);
      for (let r = 0; r < RESAMPLES; r++) {
        for (let c = 0; c < COLUMNS; c++) sums[r]![row + c] = products[RESAMPLES * c + r]!;
      }
    }
  }
}
