import { predictedMeans } from "../../../analysis/front/baselines.ts";
import type { Front } from "../../../analysis/front/front.ts";
import type { Overlay } from "../../../analysis/front/frontOverlays.ts";
import { upperHull } from "../../../core/curves/pareto.ts";
import type { Constraint, Library } from "../../../library/load.ts";
import type { Outcome } from "../../../state/store.ts";
import { curvePath } from "./curvePath.ts";
import { hullPaths } from "./hullPath.ts";
import type { Point } from "./nearestPoint.ts";
import { type Outliers, placeOutliers } from "./outliers.ts";
import { frontScales, type PlotArea, type Scale } from "./scales.ts";
import { type SinglePoint, singlePoints } from "./singlePoints.ts";

/** All parts of the plot that do not depend on the λ of its own axis. */
export interface FrontLayout {
  constraint: Constraint;
  outcome: Outcome;
  area: PlotArea;
  x: Scale;
  y: Scale;
  /** Single experts in manifest order. */
  singles: SinglePoint[];
  /** Those of them that lie beyond the drawn part of the outcome's axis. */
  outliers: Outliers;
  /** Experts that the user has added: raw value, and mean of their heads' predictions. Only for the loss. */
  predicted: { expert: number; x: number; y: number }[];
  /** SVG paths of the single experts' hull, and of its edge that has room for a label. */
  hull: { all: string; longest: string | null; edge: readonly Point[] | null };
  /** The router's curve in pixels, one point per step; computed on first use. */
  steps: () => readonly Point[];
  /** SVG paths of the two exact curves, and of the comparison curves. */
  paths: { router: string; oracle: string };
  overlays: { id: string; label: string; kind: Overlay["kind"]; path: string }[];
}

const MARGINS = { left: 52, right: 14, top: 12, bottom: 40 };

export function frontLayout(
  library: Library,
  front: Front,
  overlays: readonly Overlay[],
  axis: string,
  outcome: Outcome,
  size: { width: number; height: number },
): FrontLayout {
  const constraint = library.constraints.find(({ id }) => id === axis)!;
  const { points: singles, xs, quality } = singlePoints(library, constraint, outcome, front.rows);
  const predicted =
    outcome === "loss"
      ? predictedMeans(library, front.rows).map(({ expert, loss }) => ({ expert, x: xs[expert]!, y: loss }))
      : [];
  const curves = [front.oracle, front.router, ...overlays.map(({ curve }) => curve)];
  const area = { ...MARGINS, ...size };
  const { x, y } = frontScales(
    [xs, ...curves.map((curve) => curve.x)],
    // The part where choices are made: specialists that nobody would ask for everything would take two thirds of the height.
    [
      singles.filter(({ onFront }) => onFront).map(({ y }) => y),
      predicted.map((point) => point.y),
      ...curves.map((curve) => curve.y),
    ],
    constraint.axis,
    outcome,
    area,
  );
  let steps: readonly Point[] | null = null;
  return {
    constraint,
    outcome,
    area,
    x,
    y,
    singles,
    outliers: placeOutliers(singles, x, y, area),
    predicted,
    hull: hullPaths(
      upperHull(xs, quality).map((i) => singles[i]!),
      x,
      y,
    ),
    steps: () => {
      steps ??= Array.from(front.router.x, (value, k) => [x(value), y(front.router.y[k]!)] as const);
      return steps;
    },
    paths: { router: curvePath(front.router, x, y), oracle: curvePath(front.oracle, x, y) },
    overlays: overlays.map(({ id, label, kind, curve }) => ({ id, label, kind, path: curvePath(curve, x, y) })),
  };
}
