import { useMemo } from "react";
import type { Library } from "../../library/load.ts";
import { shippedLabel } from "../../state/comparisons.ts";
import { othersPenalty } from "../../state/derive.ts";
import type { Policy } from "../../state/flags.ts";
import { type ComparisonRequest, frontOverlays, type Overlay } from "../../state/frontOverlays.ts";
import type { Outcome } from "../../state/store.ts";
import { useExplorer } from "../context.ts";

/** What is compared on the front, and its curves: the same objects until something but the axis' own λ changes. */
export function useOverlays(
  library: Library,
  axis: string,
  outcome: Outcome,
  rows: Int32Array,
  policy: Policy,
): { comparison: ComparisonRequest; overlays: Overlay[] } {
  const baseUrl = useExplorer((state) => state.comparisons.baseUrl);
  const references = useExplorer((state) => state.comparisons.references);
  const libraries = useExplorer((state) => state.comparisons.libraries);
  const compared = useExplorer((state) => state.compared);
  const shipped = useExplorer(shippedLabel);
  const latencies = useExplorer((state) => state.latencies);
  const others = othersPenalty(library, axis, policy);
  const comparison = useMemo(
    (): ComparisonRequest => ({
      library,
      comparisons: { baseUrl, references, libraries },
      compared,
      shipped,
      latencies,
      axis,
      outcome,
      policy,
      rows,
    }),
    [library, baseUrl, references, libraries, compared, shipped, latencies, axis, outcome, policy, rows],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `others` stands for the part of the policy that the curves depend on
  const overlays = useMemo(
    () => frontOverlays(comparison),
    [library, baseUrl, references, libraries, compared, shipped, latencies, axis, outcome, others, rows],
  );
  return { comparison, overlays };
}
