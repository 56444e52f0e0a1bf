import type { ReactNode } from "react";
import { frontCurve, othersPenalty } from "../../state/derive.ts";
import { type ComparisonRequest, frontOverlays } from "../../state/frontOverlays.ts";

/**
 * Computes the front's curves one after the other and draws nothing. Each is remembered (derive.ts), so that the front itself finds them
 * ready. They are components because that is where React can pause: between two curves a moving slider is served, within one it waits.
 */
export function CurvesAhead({ comparison }: { comparison: ComparisonRequest }) {
  const { library, axis, outcome, policy, rows, compared } = comparison;
  const others = othersPenalty(library, axis, policy);
  const own = (["router", "oracle"] as const).map((of) => (
    <Ahead key={of} compute={() => frontCurve(library, of, axis, outcome, others, rows)} />
  ));
  const overlays = compared.map((id) => (
    <Ahead key={id} compute={() => frontOverlays({ ...comparison, compared: [id] })} />
  ));
  return [...own, ...overlays];
}

function Ahead({ compute }: { compute: () => unknown }): ReactNode {
  compute();
  return null;
}
