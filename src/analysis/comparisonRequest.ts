import type { Constraint, Library } from "../library/load.ts";
import type { Policy } from "../state/policy.ts";
import type { State } from "../state/store.ts";
import { shippedLabel } from "./comparable.ts";
import type { ComparisonRequest } from "./frontOverlays.ts";

/** The constraint that the front is drawn against: the wanted one, or the library's first where it lacks that. */
export function frontAxis(library: Library, wanted: string | null): Constraint {
  return library.constraints.find(({ id }) => id === wanted) ?? library.constraints[0]!;
}

/** What the front compares for a state of the explorer, at a policy that may not be shown yet. */
export function comparisonRequest(state: State, library: Library, rows: Int32Array, policy: Policy): ComparisonRequest {
  const { comparisons, compared, latencies, outcome } = state;
  const axis = frontAxis(library, state.axis).id;
  return { library, comparisons, compared, shipped: shippedLabel(state), latencies, axis, outcome, policy, rows };
}
