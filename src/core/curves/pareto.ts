/**
 * Pareto set and hull. x: cost, lower is better. y: quality, HIGHER is better (pass −loss). Points that are not finite are ignored.
 */

/** Indices of the non-dominated points, sorted by x. Exact ties are all kept. O(n log n). */
export function paretoSet(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const set: number[] = [];
  for (const i of byCost(x, y)) {
    const last = set.at(-1);
    if (last === undefined || y[i]! > y[last]! || (y[i] === y[last] && x[i] === x[last])) set.push(i);
  }
  return set;
}

/**
 * Corners of the non-decreasing upper concave hull, by rising x: every point on its edges can be reached by mixing the two ends at
 * random. Points inside an edge are left out; of exact ties only the first index is kept.
 */
export function upperHull(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const hull: number[] = [];
  for (const i of paretoSet(x, y)) {
    if (hull.length > 0 && x[hull.at(-1)!] === x[i]) continue;
    while (hull.length > 1 && !bendsDown(x, y, hull.at(-2)!, hull.at(-1)!, i)) hull.pop();
    hull.push(i);
  }
  return hull;
}

/** Height of that hull at a cost: what mixing the points at random achieves. NaN below the cheapest, and without points. */
export function hullAt(x: ArrayLike<number>, y: ArrayLike<number>, cost: number): number {
  const hull = upperHull(x, y);
  const first = hull[0];
  // The cheap end is a mean of equal numbers: allow for rounding.
  if (first === undefined || cost < x[first]! - 1e-9 * Math.abs(x[first]!)) return Number.NaN;
  const next = hull.findIndex((i) => x[i]! >= cost);
  if (next < 0) return y[hull.at(-1)!]!;
  if (next === 0) return y[first]!;
  const [a, b] = [hull[next - 1]!, hull[next]!];
  return y[a]! + ((y[b]! - y[a]!) * (cost - x[a]!)) / (x[b]! - x[a]!);
}

/** Indices of the points that dominate point i: nowhere worse and somewhere better. Empty when point i is unknown. */
export function dominatedBy(x: ArrayLike<number>, y: ArrayLike<number>, i: number): number[] {
  if (!isPlaced(x, y, i)) return [];
  const better: number[] = [];
  for (let j = 0; j < x.length; j++) {
    if (!isPlaced(x, y, j)) continue;
    if (x[j]! <= x[i]! && y[j]! >= y[i]! && (x[j]! < x[i]! || y[j]! > y[i]!)) better.push(j);
  }
  return better;
}

/** Indices of the known points by rising x, then by falling y, then by index. */
function byCost(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const known: number[] = [];
  for (let i = 0; i < x.length; i++) if (isPlaced(x, y, i)) known.push(i);
  return known.sort((a, b) => (x[a] !== x[b] ? x[a]! - x[b]! : y[a] !== y[b] ? y[b]! - y[a]! : a - b));
}

function isPlaced(x: ArrayLike<number>, y: ArrayLike<number>, i: number): boolean {
  return Number.isFinite(x[i]) && Number.isFinite(y[i]);
}

function bendsDown(x: ArrayLike<number>, y: ArrayLike<number>, a: number, b: number, c: number): boolean {
  return (x[b]! - x[a]!) * (y[c]! - y[a]!) < (x[c]! - x[a]!) * (y[b]! - y[a]!);
}
