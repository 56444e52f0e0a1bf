import { useDeferredValue, useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { comparisonFacts, comparisonRequest } from "../../analysis/front/comparisonRequest.ts";
import type { ComparisonRequest } from "../../analysis/front/frontOverlays.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Outcome } from "../../state/store.ts";
import { useExplorer } from "../context.ts";

/** The comparisons on the front: the same object until something changes that their intervals depend on. */
export function useComparison(
  library: Library,
  axis: string,
  outcome: Outcome,
  rows: Int32Array,
  policy: Policy,
): ComparisonRequest {
  // Files of comparisons arrive while the page is young: the front is then drawn anew in slices.
  const facts = useDeferredValue(useExplorer(useShallow(comparisonFacts)));
  return useMemo(
    () => comparisonRequest(facts, { library, axis, outcome, policy, rows }),
    [facts, library, axis, outcome, policy, rows],
  );
}
