import { clustersOf } from "../../core/stats/clusters.ts";
import type { Benchmark } from "./benchmark.ts";

/** What the intervals of a library are taken over. */
export type ResamplingUnit = "document" | "source" | "prompt";

export interface Resampling {
  unit: ResamplingUnit;
  /** By benchmark row: the number of the cluster that is drawn with all of its prompts. */
  clusters: Int32Array;
}

/**
 * Documents where the library tells them; else sources; else prompts. In a table of figures alone the source is no more than the
 * data set's name, so its prompts are drawn one by one, and rows that repeat a prompt together (`tableLibrary.ts` numbers these).
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

/** By the benchmark's own list of sources: experts that are added leave it as it is. */
const kept = new WeakMap<readonly string[], Resampling>();
