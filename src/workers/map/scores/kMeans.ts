import { mulberry32 } from "../../../core/stats/random.ts";
import type { Points } from "../distances.ts";

/** Maximum number of Lloyd's iterations, converged or not. */
const MAX_ITERATIONS = 100;

/**
 * k-means (Lloyd 1982) with k-means++ seeding (Arthur and Vassilvitskii 2007). Runs step by step, so that a worker can receive
 * messages in between.
 */
export class KMeans {
  /** Cluster of every point. */
  readonly clusters: Int32Array;
  iterations = 0;
  private readonly centers: Float64Array;
  private readonly k: number;

  /** @param k number of clusters, at most the number of points */
  constructor(
    private readonly points: Points,
    k: number,
    seed: number,
  ) {
    this.k = Math.min(k, points.count);
    this.clusters = new Int32Array(points.count).fill(-1);
    this.centers = this.spreadCenters(mulberry32(seed));
  }

  /**
   * One iteration: every point joins its nearest center, every center moves to its points' mean. Returns false when nothing
   * changed.
   */
  step(): boolean {
    const { points, clusters, centers, k } = this;
    let changed = false;
    for (let i = 0; i < points.count; i++) {
      let nearest = 0;
      let least = Number.POSITIVE_INFINITY;
      for (let c = 0; c < k; c++) {
        const distance = this.squaredDistance(i, c);
        if (distance < least) [nearest, least] = [c, distance];
      }
      if (clusters[i] !== nearest) changed = true;
      clusters[i] = nearest;
    }
    const counts = new Int32Array(k);
    const sums = new Float64Array(centers.length);
    for (let i = 0; i < points.count; i++) {
      const cluster = clusters[i]!;
      counts[cluster]!++;
      for (let d = 0; d < points.size; d++) sums[cluster * points.size + d]! += points.data[i * points.size + d]!;
    }
    for (let at = 0; at < centers.length; at++) {
      const count = counts[Math.floor(at / points.size)]!;
      // A center without points stays where it is.
      if (count > 0) centers[at] = sums[at]! / count;
    }
    this.iterations++;
    return changed && this.iterations < MAX_ITERATIONS;
  }

  /**
   * k-means++: the next center is a point drawn with probability proportional to its squared distance to the nearest center so far.
   */
  private spreadCenters(random: () => number): Float64Array {
    const { points, k } = this;
    const centers = new Float64Array(k * points.size);
    const squared = new Float64Array(points.count).fill(Number.POSITIVE_INFINITY);
    for (let c = 0; c < k; c++) {
      const picked = c === 0 ? Math.floor(random() * points.count) : drawn(squared, random());
      for (let d = 0; d < points.size; d++) centers[c * points.size + d] = points.data[picked * points.size + d]!;
      for (let i = 0; i < points.count; i++) {
        squared[i] = Math.min(squared[i]!, squaredBetween(points, i, centers, c));
      }
    }
    return centers;
  }

  private squaredDistance(i: number, center: number): number {
    return squaredBetween(this.points, i, this.centers, center);
  }
}

function squaredBetween({ data, size }: Points, i: number, centers: Float64Array, center: number): number {
  let sum = 0;
  for (let d = 0; d < size; d++) sum += (data[i * size + d]! - centers[center * size + d]!) ** 2;
  return sum;
}

/** Index drawn with probability proportional to the weights; the last one when all weights are 0. */
function drawn(weights: Float64Array, share: number): number {
  let left = share * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}
