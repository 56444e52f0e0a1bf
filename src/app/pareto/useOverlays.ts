import { useMemo } from "react";
import { shippedLabel } from "../../analysis/comparable.ts";
import { othersPenalty } from "../../analysis/derive.ts";
import { type ComparisonRequest, frontOverlays, type Overlay } from "../../analysis/frontOverlays.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Outcome } from "../../state/store.ts";
import { useExplorer } from "../context.ts";

/** What is compared on the front: the same object until something that its intervals depend on changes. */
export function useComparison(
  library: Library,
  axis: string,
  outcome: Outcome,
  rows: Int32Array,
  policy: Policy,
): ComparisonRequest {
  const baseUrl = useExplorer((state) => state.comparisons.baseUrl);
  const baselineRouters = useExplorer((state) => state.comparisons.baselineRouters);
  const libraries = useExplorer((state) => state.comparisons.libraries);
  const compared = useExplorer((state) => state.compared);
  const shipped = useExplorer(shippedLabel);
  const latencies = useExplorer((state) => state.latencies);
  return useMemo(
    () => ({
      library,
      comparisons: { baseUrl, baselineRouters, libraries },
      compared,
      shipped,
      latencies,
      axis,
      outcome,
      policy,
      rows,
    }),
    [library, baseUrl, baselineRouters, libraries, compared, shipped, latencies, axis, outcome, policy, rows],
  );
}

/** The curves of what is compared: the same objects until something but the axis' own λ changes. */
export function useOverlays(comparison: ComparisonRequest): Overlay[] {
  const { library, comparisons, compared, shipped, latencies, axis, outcome, policy, rows } = comparison;
  const { baseUrl, baselineRouters, libraries } = comparisons;
  const others = othersPenalty(library, axis, policy);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `others` stands for the part of the policy that the curves depend on
  return useMemo(
    () => frontOverlays(comparison),
    [library, baseUrl, baselineRouters, libraries, compared, shipped, latencies, axis, outcome, others, rows],
  );
}
