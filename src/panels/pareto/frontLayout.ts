import type { Constraint, Library } from "../../library/load.ts";
import { paretoSet } from "../../routing/pareto.ts";
import type { Front } from "../../state/derive.ts";
import { singleOutcomes } from "../../state/landmarks.ts";
import type { Outcome } from "../../state/store.ts";
import { curvePath } from "./curvePath.ts";
import { frontScales, type PlotArea, type Scale } from "./scales.ts";

/** Everything of the plot that stays while the λ of its own axis moves. */
export interface FrontLayout {
  constraint: Constraint;
  outcome: Outcome;
  area: PlotArea;
  x: Scale;
  y: Scale;
  /** Single experts in manifest order: raw value (NaN when unknown), mean outcome, and whether no other dominates it. */
  singles: { x: number; y: number; onFront: boolean }[];
  /** SVG paths of the two exact curves. */
  paths: { router: string; oracle: string };
}

const MARGINS = { left: 52, right: 14, top: 12, bottom: 40 };

export function frontLayout(
  library: Library,
  front: Front,
  axis: string,
  outcome: Outcome,
  size: { width: number; height: number },
): FrontLayout {
  const constraint = library.constraints.find(({ id }) => id === axis)!;
  const xs = Array.from(constraint.raw);
  const ys = Array.from(singleOutcomes(library, outcome, front.rows));
  const undominated = new Set(paretoSet(xs, outcome === "loss" ? ys.map((value) => -value) : ys));
  const area = { ...MARGINS, ...size };
  const { x, y } = frontScales(
    [...xs, ...front.oracle.x, ...front.router.x],
    [...ys, ...front.oracle.y, ...front.router.y],
    constraint.scale,
    outcome,
    area,
  );
  return {
    constraint,
    outcome,
    area,
    x,
    y,
    singles: xs.map((value, i) => ({ x: value, y: ys[i]!, onFront: undominated.has(i) })),
    paths: { router: curvePath(front.router, x, y), oracle: curvePath(front.oracle, x, y) },
  };
}
