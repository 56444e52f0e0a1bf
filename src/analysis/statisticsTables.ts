import type { Matrix } from "../core/matrix.ts";
import { memoLru } from "../core/memoLru.ts";
import type { Benchmark } from "../library/benchmark/benchmark.ts";
import { resamplingOf } from "../library/benchmark/resampling.ts";
import type { Library } from "../library/load.ts";
import type { Tables } from "../workers/statistics/protocol.ts";

/** The same object for the same benchmark and costs, so that it is sent to the worker once. */
export function tablesOf({ benchmark, manifest, constraints }: Library): Tables {
  const { clusters } = resamplingOf(benchmark, manifest.router !== undefined);
  const charged = constraints.filter(({ calls }) => calls);
  return tablesWith(benchmark, clusters, charged.map(({ id }) => id).join(" "), ...charged.map(({ calls }) => calls!));
}

/** @param ids of the constraints with values by call, which are `calls` */
const tablesWith = memoLru(
  (benchmark: Benchmark, clusters: Int32Array, ids: string, ...calls: readonly Matrix[]): Tables => {
    const { losses, accuracies, predicted } = benchmark;
    const named = Object.fromEntries(ids.split(" ").map((id, i) => [id, calls[i]!]));
    return { losses, accuracies, predicted, clusters, ...(calls.length > 0 ? { calls: named } : {}) };
  },
  // The library on the page, and one that is being opened.
  2,
);
