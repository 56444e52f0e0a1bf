import { percentileInterval } from "./percentileInterval.ts";
import { mulberry32 } from "./random.ts";

interface BootstrapOptions {
  /** Number of resamples. */
  resamples?: number;
  /** Coverage of the interval, 0 … 1. */
  level?: number;
  seed?: number;
}

/**
 * Bootstrap interval of a mean: the same data and seed give the same one on every machine. Values that are not finite are left out;
 * [NaN, NaN] when none is left.
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
