import { libraryOf } from "../../state/derived.ts";
import type { Policy } from "../../state/policy.ts";
import type { State } from "../../state/store.ts";
import { countedRows } from "../rows/countedRows.ts";
import { rowsUnder } from "../rows/selectedRows.ts";
import { comparisonFacts, comparisonRequest, frontAxis } from "./comparisonRequest.ts";
import { frontCurve } from "./front.ts";
import { frontOverlays } from "./frontOverlays.ts";

/**
 * The front's curves under a policy that is not shown yet, each a separate piece of work. The results are cached (analysis.ts), so
 * that the front finds them ready. A moving slider is handled between two curves, and has to wait within one.
 */
export function curvesAhead(state: State, policy: Policy): (() => unknown)[] {
  const library = libraryOf(state);
  const { selection } = state;
  if (!library) return [];
  const rows = countedRows(library, rowsUnder(library, selection, policy));
  const { outcome, compared } = state;
  const axis = frontAxis(library, state.axis)?.id;
  if (axis === undefined) return [];
  const comparison = comparisonRequest(comparisonFacts(state), { library, axis, outcome, policy, rows });
  const own = (["router", "oracle"] as const).map((of) => () => frontCurve(library, of, axis, outcome, policy, rows));
  const predicted = library.calibrated ? [() => frontOverlays({ ...comparison, compared: [] })] : [];
  return [...own, ...predicted, ...compared.map((id) => () => frontOverlays({ ...comparison, compared: [id] }))];
}
