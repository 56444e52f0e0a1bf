/** Seeded bootstrap: the same data and seed give the same interval on every machine. */

export interface BootstrapOptions {
  /** Number of resamples. */
  resamples?: number;
  /** Coverage of the interval, 0 … 1. */
  level?: number;
  seed?: number;
}

/**
 * Percentile interval of a mean. Values that are not finite are left out. [NaN, NaN] when no value is left.
 * @returns [low, high] in the unit of the values
 */
export function bootstrapMean(values: ArrayLike<number>, options: BootstrapOptions = {}): [number, number] {
  const { resamples = 1000, level = 0.95, seed = 7 } = options;
  const known = Float64Array.from(values).filter(Number.isFinite);
  if (known.length === 0) return [Number.NaN, Number.NaN];
  const random = mulberry32(seed);
  const means = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    let sum = 0;
    for (let k = 0; k < known.length; k++) sum += known[Math.floor(random() * known.length)]!;
    means[b] = sum / known.length;
  }
  return percentileInterval(means, level);
}

/**
 * The middle part of a statistic's values over the resamples; values that are not finite are left out. [NaN, NaN] without any.
 * @param level share of the values that lie inside, 0 … 1
 */
export function percentileInterval(values: Float64Array, level = 0.95): [number, number] {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [Number.NaN, Number.NaN];
  return [quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)];
}

/** Interval of the mean of a − b, paired: both are resampled by the same prompts, so what they share cancels. */
export function bootstrapDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: BootstrapOptions = {},
): [number, number] {
  if (a.length !== b.length) throw new RangeError(`Pairs need equal lengths, not ${a.length} and ${b.length}.`);
  return bootstrapMean(
    Float64Array.from({ length: a.length }, (_, i) => a[i]! - b[i]!),
    options,
  );
}

/** The mulberry32 generator: uniform numbers in [0, 1) from a 32-bit seed. */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Quantile of ascending numbers, interpolated between neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}
