import { libraryOf } from "../../state/derived.ts";
import type { Policy } from "../../state/policy.ts";
import type { State } from "../../state/store.ts";
import { rowsUnder } from "../rows/selectedRows.ts";
import { comparisonFacts, comparisonRequest, frontAxis } from "./comparisonRequest.ts";
import { frontCurve } from "./front.ts";
import { frontOverlays } from "./frontOverlays.ts";

/**
 * The front's curves at a policy that is not shown yet, each a piece of work of its own. What they give is remembered (analysis.ts), so that
 * the front itself finds them ready: between two curves a moving slider is served, within one it waits.
 */
export function curvesAhead(state: State, policy: Policy): (() => unknown)[] {
  const library = libraryOf(state);
  const { selection } = state;
  if (!library) return [];
  const rows = rowsUnder(library, selection, policy);
  const { outcome, compared } = state;
  const axis = frontAxis(library, state.axis).id;
  const comparison = comparisonRequest(comparisonFacts(state), { library, axis, outcome, policy, rows });
  const own = (["router", "oracle"] as const).map((of) => () => frontCurve(library, of, axis, outcome, policy, rows));
  const predicted = library.calibrated ? [() => frontOverlays({ ...comparison, compared: [] })] : [];
  return [...own, ...predicted, ...compared.map((id) => () => frontOverlays({ ...comparison, compared: [id] }))];
}
