/**
 * Indices of the `k` largest or smallest values, in that order; ties go to the lower index. NaN is ignored, and with fewer than `k`
 * values the list is shorter. One pass with a sorted list of at most `k`: for the small `k` of neighbours and predictions this is
 * faster than sorting.
 * @param except an index to leave out
 */
export function topK(values: ArrayLike<number>, k: number, order: "largest" | "smallest", except = -1): number[] {
  const sign = order === "largest" ? 1 : -1;
  const best: number[] = [];
  // The value to exceed, once the list is full.
  let least = k > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = sign * values[i]!;
    if (i === except || Number.isNaN(value) || (best.length >= k && !(value > least))) continue;
    let at = best.length;
    while (at > 0 && sign * values[best[at - 1]!]! < value) at--;
    best.splice(at, 0, i);
    if (best.length > k) best.pop();
    if (best.length > 0) least = sign * values[best.at(-1)!]!;
  }
  return best;
}
