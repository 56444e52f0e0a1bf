import { bootstrapMean } from "../../../core/stats/bootstrapMean.ts";
import { mulberry32 } from "../../../core/stats/random.ts";
import { topK } from "../../../core/stats/topK.ts";
import { distancesFrom, type Points } from "../distances.ts";
import { KMeans } from "./kMeans.ts";
import { normalizedMutualInformation, purityOf, silhouetteOf } from "./separation.ts";

/** Number of neighbours for the purity. */
export const PURITY_NEIGHBORS = 10;
/** Runs of k-means, each with its own seed. */
export const KMEANS_SEEDS = [1, 2, 3, 4, 5] as const;
/** More prompts than this are represented by a random sample of this size: the work grows with the square. */
const MAX_SCORED = 4_000;

/** A score and its interval, explained at `SpaceScores`. NaN where undefined. */
export interface Score {
  mean: number;
  low: number;
  high: number;
}

/**
 * How well a space separates the labels. Intervals of purity and silhouette: 95%, bootstrap by document; of the NMI: smallest and
 * largest over the runs of k-means.
 */
export interface SpaceScores {
  purity: Score;
  silhouette: Score;
  nmi: Score;
}

/** Computes the scores step by step. `labels`: small integers from 0, `clusters`: the unit of the bootstrap; both by point. */
export class SpaceScoring {
  readonly #purities: Float64Array;
  readonly #silhouettes: Float64Array;
  readonly #information: number[] = [];
  readonly #counts: Int32Array;
  readonly #classes: number;
  readonly #distances: Float64Array;
  #scored = 0;
  #clustering: KMeans | null = null;

  constructor(
    private readonly points: Points,
    private readonly labels: Int32Array,
    private readonly clusters?: Int32Array,
  ) {
    const { count } = points;
    this.#purities = new Float64Array(count);
    this.#silhouettes = new Float64Array(count);
    this.#distances = new Float64Array(count);
    this.#counts = new Int32Array(Math.max(0, ...labels) + 1);
    for (const label of labels) this.#counts[label]!++;
    this.#classes = this.#counts.filter((n) => n > 0).length;
  }

  /** Steps done and in total: points, then runs of k-means. */
  get progress(): { done: number; total: number } {
    return { done: this.#scored + this.#information.length, total: this.points.count + KMEANS_SEEDS.length };
  }

  /** Does a small part of the work; returns false when all is done. */
  step(): boolean {
    if (this.#scored < this.points.count) this.#score(this.#scored++);
    else if (this.points.count > 0) this.#cluster();
    return this.points.count > 0 && this.#information.length < KMEANS_SEEDS.length;
  }

  result(): SpaceScores {
    const known = this.#information.filter(Number.isFinite);
    return {
      purity: bootstrapped(this.#purities, this.clusters),
      silhouette: bootstrapped(this.#silhouettes, this.clusters),
      nmi:
        known.length > 0
          ? { mean: mean(known), low: Math.min(...known), high: Math.max(...known) }
          : { mean: Number.NaN, low: Number.NaN, high: Number.NaN },
    };
  }

  #score(i: number): void {
    distancesFrom(this.points, i, this.#distances);
    this.#purities[i] = purityOf(topK(this.#distances, PURITY_NEIGHBORS, "smallest", i), i, this.labels);
    this.#silhouettes[i] = silhouetteOf(this.#distances, i, this.labels, this.#counts);
  }

  #cluster(): void {
    this.#clustering ??= new KMeans(this.points, this.#classes, KMEANS_SEEDS[this.#information.length]!);
    if (this.#clustering.step()) return;
    // With one label there is nothing to separate.
    const informed =
      this.#classes > 1 ? normalizedMutualInformation(this.#clustering.clusters, this.labels) : Number.NaN;
    this.#information.push(informed);
    this.#clustering = null;
  }
}

/** At most `limit` of the rows, drawn at random with a fixed seed, in their order; all of them when there are no more. */
export function sampled(rows: Int32Array, limit = MAX_SCORED): Int32Array {
  if (rows.length <= limit) return rows;
  const random = mulberry32(7);
  const keys = Float64Array.from(rows, () => random());
  const drawn = Array.from(rows.keys()).sort((a, b) => keys[a]! - keys[b]!);
  return Int32Array.from(
    drawn.slice(0, limit).sort((a, b) => a - b),
    (at) => rows[at]!,
  );
}

function bootstrapped(values: Float64Array, clusters?: Int32Array): Score {
  const known = values.filter(Number.isFinite);
  const [low, high] = bootstrapMean(values, clusters ? { clusters } : {});
  return { mean: known.length > 0 ? mean(known) : Number.NaN, low, high };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
