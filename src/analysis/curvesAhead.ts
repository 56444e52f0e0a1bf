import { libraryOf } from "../state/derived.ts";
import type { Policy } from "../state/policy.ts";
import type { State } from "../state/store.ts";
import { comparisonRequest } from "./comparisonRequest.ts";
import { frontCurve, othersPenalty } from "./derive.ts";
import { frontOverlays } from "./frontOverlays.ts";
import { rowsUnder } from "./selectedRows.ts";

/**
 * The front's curves at a policy that is not shown yet, each a piece of work of its own. What they give is remembered (derive.ts), so that
 * the front itself finds them ready: between two curves a moving slider is served, within one it waits.
 */
export function curvesAhead(state: State, policy: Policy): (() => unknown)[] {
  const library = libraryOf(state);
  const { selection } = state;
  if (!library) return [];
  const rows = rowsUnder(library, selection, policy);
  const comparison = comparisonRequest(state, library, rows, policy);
  const { axis, outcome, compared } = comparison;
  const others = othersPenalty(library, axis, policy);
  const own = (["router", "oracle"] as const).map((of) => () => frontCurve(library, of, axis, outcome, others, rows));
  const predicted = library.calibrated ? [() => frontOverlays({ ...comparison, compared: [] })] : [];
  return [...own, ...predicted, ...compared.map((id) => () => frontOverlays({ ...comparison, compared: [id] }))];
}
