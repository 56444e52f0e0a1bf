import { useState } from "react";
import type { Library } from "../../library/load.ts";
import { paretoSet } from "../../routing/pareto.ts";
import { currentPoint, type Front } from "../../state/derive.ts";
import { type Landmark, singleOutcomes } from "../../state/landmarks.ts";
import type { Outcome } from "../../state/store.ts";
import { formatNats, formatPercent, formatRaw, formatTick } from "../shared/format.ts";
import { expertColors } from "../shared/palette.ts";
import { Axes } from "./Axes.tsx";
import { curvePath } from "./curvePath.ts";
import { frontScales, frontTicks, type PlotArea } from "./scales.ts";

interface ParetoPlotProps {
  library: Library;
  front: Front;
  landmarks: readonly Landmark[];
  axis: string;
  outcome: Outcome;
  lambda: number;
  width: number;
  height: number;
}

/** Single experts, the router's and the oracle's exact curves, the reference policies and the point of the current λ. */
export function ParetoPlot({ library, front, landmarks, axis, outcome, lambda, width, height }: ParetoPlotProps) {
  const [hovered, setHovered] = useState<number | null>(null);
  const constraint = library.constraints.find((c) => c.id === axis)!;
  const area: PlotArea = { width, height, left: 52, right: 14, top: 12, bottom: 40 };
  const xs = Array.from(constraint.raw);
  const ys = Array.from(singleOutcomes(library, outcome));
  const now = currentPoint(front.router, lambda);
  const { x, y } = frontScales(
    [...xs, ...front.oracle.x, ...front.router.x],
    [...ys, ...front.oracle.y, ...front.router.y],
    constraint.scale,
    outcome,
    area,
  );
  const formatY = outcome === "loss" ? formatNats : formatPercent;
  const higherIsBetter = outcome === "loss" ? ys.map((value) => -value) : ys;
  const onFront = new Set(paretoSet(xs, higherIsBetter));
  const colors = expertColors(library.manifest);
  const labelled = hovered === null ? onFront : new Set([hovered]);
  return (
    <svg width={width} height={height} role="img" aria-label={summary()}>
      <Axes
        x={x}
        y={y}
        xTicks={frontTicks(x, constraint.scale, Math.max(3, Math.floor(width / 90)))}
        yTicks={frontTicks(y, "linear", 6)}
        formatX={(value) => formatTick(value, constraint.unit)}
        formatY={outcome === "loss" ? (value) => value.toFixed(1) : (value) => `${(100 * value).toFixed(0)}%`}
        xLabel={`mean ${constraint.label.toLowerCase()} (${constraint.unit}), less is better →`}
        yLabel={
          outcome === "loss" ? "mean loss (nats a token), less is better →" : "masked-token accuracy, more is better →"
        }
        area={area}
      />
      <path className="curve oracle" d={curvePath(front.oracle, x, y)} />
      <path className="curve router" d={curvePath(front.router, x, y)} />
      {xs.map((value, i) =>
        Number.isNaN(value) ? null : (
          <g key={library.expertIds[i]} onPointerEnter={() => setHovered(i)} onPointerLeave={() => setHovered(null)}>
            <circle
              className={onFront.has(i) ? "single on-front" : "single"}
              cx={x(value)}
              cy={y(ys[i]!)}
              r={5}
              fill={colors[i]}
            />
            <title>
              {`${library.expertIds[i]}: ${formatY(ys[i]!)}, ${formatRaw(value, constraint.unit)}`}
              {onFront.has(i) ? ", on the front of single experts" : ""}
            </title>
            {labelled.has(i) && (
              <text className="point-label" x={x(value)} y={y(ys[i]!) + 17} textAnchor="middle">
                {library.manifest.experts[i]!.label}
              </text>
            )}
          </g>
        ),
      )}
      {landmarks.map((landmark) =>
        Number.isNaN(landmark.x) ? null : (
          <g key={landmark.id} className={`landmark landmark-${landmark.id}`}>
            <path transform={`translate(${x(landmark.x)},${y(landmark.y)})`} d={LANDMARK_SHAPES[landmark.id]} />
            <title>{`${landmark.label}: ${formatY(landmark.y)}, ${formatRaw(landmark.x, constraint.unit)}`}</title>
          </g>
        ),
      )}
      {Number.isFinite(now.x) && (
        <g className="now" transform={`translate(${x(now.x)},${y(now.y)})`}>
          <circle r={9} />
          <circle r={4} />
          <title>{`the router now: ${formatY(now.y)}, ${formatRaw(now.x, constraint.unit)}`}</title>
        </g>
      )}
    </svg>
  );

  function summary(): string {
    const best = landmarks.find((landmark) => landmark.id === "single")!;
    return (
      `Pareto front. At the current λ the router reaches ${formatY(now.y)} at a mean ${constraint.label.toLowerCase()} of ` +
      `${formatRaw(now.x, constraint.unit)}; the best single expert ${formatY(best.y)} at ${formatRaw(best.x, constraint.unit)}.`
    );
  }
}

export const LANDMARK_SHAPES: Record<Landmark["id"], string> = {
  single: "M0-8 8 0 0 8-8 0Z",
  random: "M-5-5 5 5M-5 5 5-5",
  domain: "M-6-6H6V6H-6Z",
};
