import { clustersOf } from "../../core/stats/clusters.ts";
import type { Benchmark } from "./benchmark.ts";

/** The resampling units of a library's intervals. */
export type ResamplingUnit = "document" | "source" | "prompt";

export interface Resampling {
  unit: ResamplingUnit;
  /** By benchmark row: the number of its cluster, which is resampled as a whole. */
  clusters: Int32Array;
}

/**
 * Documents if the library has them, else sources, else prompts. In a library of figures alone, the source is just the data set's
 * name, so its prompts are drawn one by one, except that rows with the same prompt are drawn together (`buildLibrary.ts` numbers
 * these).
 * @param hasRouter false for a library of figures alone
 */
export function resamplingOf({ rows, document, source }: Benchmark, hasRouter: boolean): Resampling {
  const known = kept.get(source);
  if (known) return known;
  const sources = new Set(source);
  const told: [ResamplingUnit, ArrayLike<number | string>] = document
    ? [hasRouter ? "document" : "prompt", document]
    : hasRouter && sources.size > 1 && !sources.has("")
      ? ["source", source]
      : ["prompt", Int32Array.from({ length: rows }, (_, row) => row)];
  const found = { unit: told[0], clusters: clustersOf(told[1]).of };
  kept.set(source, found);
  return found;
}

/** Keyed by the benchmark's own list of sources, which added experts do not change. */
const kept = new WeakMap<readonly string[], Resampling>();
