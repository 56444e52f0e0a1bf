import { type Matrix, row } from "../../core/matrix.ts";
import { topK } from "../../core/stats/topK.ts";
import type { States } from "../../library/benchmark/benchmark.ts";
import type { Coordinates } from "./layout.ts";

/** Places a new prompt on the map by its nearest benchmark prompts; works with any layout. */
export interface PlacedPrompt {
  /**
   * Nearest first; `index` is the benchmark row, `distance` is Euclidean between router states, `weight` is its share in the new
   * prompt's position. Weights sum to 1.
   */
  neighbors: { index: number; distance: number; weight: number }[];
}

/** Bisection steps that find a bandwidth to within rounding. */
const HALVINGS = 64;

/** Half floats, which embeddings may be shipped in, round each number by at most this share of it. */
const HALF_PRECISION = 2 ** -11;

/**
 * Places a router state on a finished map where UMAP would start it: at the mean of its `k` nearest neighbours, weighted by their
 * membership in its fuzzy neighbourhood (McInnes et al. 2018, section 3.1). A state that equals a benchmark prompt's up to the
 * file's rounding is placed exactly there. Throws RangeError when the sizes do not fit.
 */
export function placePrompt(state: Float32Array, embeddings: States, k = 15): PlacedPrompt {
  if (state.length !== embeddings.columns) {
    throw new RangeError(
      `The router's state has ${state.length} numbers, the map was made from ${embeddings.columns}.`,
    );
  }
  const neighbors = nearest(state, embeddings, k);
  const first = neighbors[0];
  if (!first) throw new RangeError("The map's embeddings or the router's state are not numbers.");
  const rounding = embeddings.rounding?.[first.index] ?? HALF_PRECISION * Math.hypot(...state);
  const itself = first.distance <= rounding;
  const weights = itself ? neighbors.map((_, i) => (i === 0 ? 1 : 0)) : memberships(neighbors.map((n) => n.distance));
  const total = weights.reduce((a, b) => a + b);
  return { neighbors: neighbors.map((neighbor, i) => ({ ...neighbor, weight: weights[i]! / total })) };
}

/** Position of a placed prompt on a layout; null when none of its neighbours has one. */
export function positionOf({ neighbors }: PlacedPrompt, { x, y }: Coordinates): { x: number; y: number } | null {
  const known = neighbors.filter(
    ({ index, weight }) => weight > 0 && Number.isFinite(x[index]!) && Number.isFinite(y[index]!),
  );
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) return null;
  const mean = (along: ArrayLike<number>) =>
    known.reduce((sum, { index, weight }) => sum + weight * along[index]!, 0) / total;
  return { x: mean(x), y: mean(y) };
}

/**
 * UMAP's memberships exp(−(d − ρ)/σ) of neighbours at ascending distances: ρ is the distance of the nearest, and σ is chosen so
 * that they sum to the target, by default log₂ k. The nearest has weight 1.
 */
export function memberships(distances: readonly number[], target = Math.log2(distances.length)): number[] {
  const nearestDistance = distances[0]!;
  const weightsFor = (sigma: number) =>
    distances.map((d) => (d <= nearestDistance ? 1 : Math.exp((nearestDistance - d) / sigma)));
  const total = (sigma: number) => weightsFor(sigma).reduce((a, b) => a + b);
  let [low, high] = [0, distances.at(-1)! - nearestDistance];
  // All at the same distance: equal weights.
  if (high === 0) return distances.map(() => 1);
  while (total(high) < target) high *= 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (total(middle) < target) low = middle;
    else high = middle;
  }
  return weightsFor(high);
}

type Near = Omit<PlacedPrompt["neighbors"][number], "weight">;

/** The k rows nearest to the state, nearest first; ties go to the lower row. */
function nearest(state: Float32Array, embeddings: Matrix, k: number): Near[] {
  const distances = Float64Array.from({ length: embeddings.rows }, (_, i) => euclidean(state, row(embeddings, i)));
  // NaN: an embedding missing from the file.
  return topK(distances, k, "smallest").map((index) => ({ index, distance: distances[index]! }));
}

function euclidean(a: Float32Array, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
