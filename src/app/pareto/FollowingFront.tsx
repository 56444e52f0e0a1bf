import { curvesAhead } from "../../analysis/front/curvesAhead.ts";
import { DeferredPolicy } from "../DeferredPolicy.tsx";
import { ParetoPanel } from "./ParetoPanel.tsx";

/** The Pareto panel, following the sliders; its curves are computed before its turn to draw comes. */
export function FollowingFront() {
  return (
    <DeferredPolicy ahead={curvesAhead}>
      <ParetoPanel />
    </DeferredPolicy>
  );
}
