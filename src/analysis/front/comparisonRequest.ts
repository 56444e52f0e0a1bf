import type { Constraint, Library } from "../../library/load.ts";
import type { State } from "../../state/store.ts";
import { shippedLabel } from "./comparable.ts";
import type { ComparisonRequest } from "./frontOverlays.ts";

/** The constraint of the front's x axis: the requested one, or the library's first if it lacks that; undefined for a table without any. */
export function frontAxis(library: Library, wanted: string | null): Constraint | undefined {
  return library.constraints.find(({ id }) => id === wanted) ?? library.constraints[0];
}

/** The part of the explorer's state, besides the front itself, on which comparisons depend. */
export type ComparisonFacts = Pick<ComparisonRequest, "compared" | "shipped" | "latencies"> &
  ComparisonRequest["comparisons"];

export function comparisonFacts(state: State): ComparisonFacts {
  const { comparisons, compared, latencies } = state;
  const { baseUrl, baselineRouters, libraries } = comparisons;
  return { baseUrl, baselineRouters, libraries, compared, shipped: shippedLabel(state), latencies };
}

/** The front's comparisons, under a policy that may not be shown yet. */
export function comparisonRequest(
  { baseUrl, baselineRouters, libraries, ...facts }: ComparisonFacts,
  front: Pick<ComparisonRequest, "library" | "axis" | "outcome" | "policy" | "rows">,
): ComparisonRequest {
  return { ...facts, comparisons: { baseUrl, baselineRouters, libraries }, ...front };
}
