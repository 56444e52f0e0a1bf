import { meanRatio } from "../metrics/ratios.ts";
import { type BootstrapOptions, PairedBootstrap } from "./pairedBootstrap.ts";
import { percentileInterval } from "./percentileInterval.ts";

interface MeanOptions extends Omit<BootstrapOptions, "draw"> {
  /** Coverage of the interval, 0 … 1. */
  level?: number;
}

/**
 * Bootstrap interval of a mean, reproducible from the seed on every machine. Values that are not finite are ignored; [NaN, NaN]
 * when none are left, or when those left belong to one cluster.
 * @returns [low, high] in the unit of the values
 */
export function bootstrapMean(values: ArrayLike<number>, options: MeanOptions = {}): [number, number] {
  const { resamples, level, seed, clusters } = options;
  const places = Array.from({ length: values.length }, (_, n) => n).filter((n) => Number.isFinite(values[n]!));
  const known = places.map((n) => values[n]!);
  const bootstrap = new PairedBootstrap([meanRatio(known)], known.length, {
    resamples,
    seed,
    clusters: clusters && places.map((n) => clusters[n]!),
  });
  bootstrap.run(bootstrap.resamples);
  return percentileInterval(bootstrap.values[0]!, level);
}
