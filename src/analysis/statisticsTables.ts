import { isMatrix, type Matrix } from "../core/matrix.ts";
import { memoLru } from "../core/memoLru.ts";
import type { Benchmark } from "../library/benchmark/benchmark.ts";
import { resamplingOf } from "../library/benchmark/resampling.ts";
import type { Library } from "../library/load.ts";
import { isPrice } from "../library/manifest/constraints.ts";
import type { Tables } from "../workers/statistics/protocol.ts";
import { rememberedOnce } from "./analysis.ts";
import { expectedByCall, slopesOf } from "./choices/decisionCosts.ts";

/** The same object for the same benchmark and costs, so that it is sent to the worker once. */
export function tablesOf(library: Library): Tables {
  const { benchmark, manifest, constraints } = library;
  const { clusters } = resamplingOf(benchmark, manifest.router !== undefined);
  const charged = constraints.filter(({ calls }) => calls);
  const tables = tablesWith(
    benchmark,
    clusters,
    charged.map(({ id }) => id).join(" "),
    ...charged.map(({ calls }) => calls!),
  );
  return withScores(tables, scaledCalls(library), expectedCalls(library));
}

/** C of the calls where it is not their raw value. */
const scaledCalls = rememberedOnce((library): Readonly<Record<string, Matrix>> | null => {
  const scaled = library.constraints.flatMap((constraint) => {
    const slopes = slopesOf("oracle", library, constraint);
    return isMatrix(slopes) && !isPrice(constraint.unit) ? [[constraint.id, slopes] as const] : [];
  });
  return scaled.length > 0 ? Object.fromEntries(scaled) : null;
});

/** C of the calls as the router expects it. */
const expectedCalls = rememberedOnce((library): Readonly<Record<string, Matrix>> | null => {
  const expected = expectedByCall(library);
  return expected.size > 0 ? Object.fromEntries(expected) : null;
});

const withScores = memoLru(
  (
    tables: Tables,
    callScores: Tables["callScores"] | null,
    expectedScores: Tables["expectedScores"] | null,
  ): Tables => ({
    ...tables,
    ...(callScores ? { callScores } : {}),
    ...(expectedScores ? { expectedScores } : {}),
  }),
  2,
);

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
