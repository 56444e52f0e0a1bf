/**
 * How well a space separates labels: neighbour purity, silhouette (Rousseeuw 1987), and the normalised mutual information of
 * k-means with the labels. All are functions of Euclidean distances.
 */

/** Share of a point's neighbours with the same label; NaN without neighbours. */
export function purityOf(neighbors: readonly number[], self: number, labels: ArrayLike<number>): number {
  if (neighbors.length === 0) return Number.NaN;
  return neighbors.filter((j) => labels[j] === labels[self]).length / neighbors.length;
}

/**
 * Silhouette of a point, −1 … 1: (b − a) / max(a, b), with a the mean distance to the other points of its label and b the smallest
 * mean distance to the points of another label. 0 for the only point of its label; NaN when there is no other label.
 * @param distances to every point
 * @param counts number of points by label
 */
export function silhouetteOf(
  distances: ArrayLike<number>,
  self: number,
  labels: ArrayLike<number>,
  counts: ArrayLike<number>,
): number {
  const sums = new Float64Array(counts.length);
  for (let j = 0; j < distances.length; j++) sums[labels[j]!]! += distances[j]!;
  const own = labels[self]!;
  let other = Number.POSITIVE_INFINITY;
  for (let label = 0; label < counts.length; label++) {
    if (label !== own && counts[label]! > 0) other = Math.min(other, sums[label]! / counts[label]!);
  }
  if (other === Number.POSITIVE_INFINITY) return Number.NaN;
  if (counts[own]! <= 1) return 0;
  const within = sums[own]! / (counts[own]! - 1);
  const larger = Math.max(within, other);
  return larger > 0 ? (other - within) / larger : 0;
}

/**
 * Normalised mutual information of two labellings of the same points: 2 I(A; B) / (H(A) + H(B)), 0 … 1. NaN when both put all points
 * into one class, or without points.
 */
export function normalizedMutualInformation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const joint = new Map<string, number>();
  const [ofA, ofB] = [new Map<number, number>(), new Map<number, number>()];
  const add = <K>(counts: Map<K, number>, key: K) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (let i = 0; i < a.length; i++) {
    add(joint, `${a[i]} ${b[i]}`);
    add(ofA, a[i]!);
    add(ofB, b[i]!);
  }
  const entropy = (counts: Map<unknown, number>) =>
    [...counts.values()].reduce((sum, count) => sum - (count / a.length) * Math.log(count / a.length), 0);
  const [one, other] = [entropy(ofA), entropy(ofB)];
  if (!(one + other > 0)) return Number.NaN;
  return Math.max(0, (2 * (one + other - entropy(joint))) / (one + other));
}
