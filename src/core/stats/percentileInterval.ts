/**
 * The central interval of a statistic's values over the resamples; values that are not finite are ignored. [NaN, NaN] if there are
 * none.
 * @param level share of the values inside the interval, 0 … 1
 */
export function percentileInterval(values: Float64Array, level = 0.95): [number, number] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [Number.NaN, Number.NaN];
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}

/** Quantile of ascending numbers, interpolated between neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}
