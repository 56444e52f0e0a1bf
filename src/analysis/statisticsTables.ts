import { memoLru } from "../core/memoLru.ts";
import type { Benchmark } from "../library/benchmark/benchmark.ts";
import { resamplingOf } from "../library/benchmark/resampling.ts";
import type { Library } from "../library/load.ts";
import type { Tables } from "../workers/statistics/protocol.ts";

/** The same object for the same benchmark, so that it is sent to the worker once. */
export const tablesOf = ({ benchmark, manifest }: Library): Tables =>
  tablesWith(benchmark, resamplingOf(benchmark, manifest.router !== undefined).clusters);
const tablesWith = memoLru(({ losses, accuracies, predicted }: Benchmark, clusters: Int32Array): Tables => {
  return { losses, accuracies, predicted, clusters };
});
