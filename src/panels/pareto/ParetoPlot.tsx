import { useMemo } from "react";
import type { Library } from "../../library/load.ts";
import { currentPoint, type Front } from "../../state/derive.ts";
import type { Landmark } from "../../state/landmarks.ts";
import type { Outcome } from "../../state/store.ts";
import { formatNats, formatPercent, formatRaw } from "../shared/format.ts";
import { FrontMarks } from "./FrontMarks.tsx";
import { frontLayout } from "./frontLayout.ts";

interface ParetoPlotProps {
  library: Library;
  front: Front;
  landmarks: readonly Landmark[];
  axis: string;
  outcome: Outcome;
  /** λ of the axis' constraint: where the router stands on its curve. */
  lambda: number;
  width: number;
  height: number;
}

/** The front with the point of the current λ on it. */
export function ParetoPlot({ library, front, landmarks, axis, outcome, lambda, width, height }: ParetoPlotProps) {
  const layout = useMemo(
    () => frontLayout(library, front, axis, outcome, { width, height }),
    [library, front, axis, outcome, width, height],
  );
  const { constraint, x, y } = layout;
  const now = currentPoint(front.router, lambda);
  const formatY = outcome === "loss" ? formatNats : formatPercent;
  const best = landmarks.find(({ id }) => id === "single")!;
  const summary =
    `Pareto front. At the current λ the router reaches ${formatY(now.y)} at a mean ${constraint.label.toLowerCase()} of ` +
    `${formatRaw(now.x, constraint.unit)}; the best single expert ${formatY(best.y)} at ${formatRaw(best.x, constraint.unit)}.`;
  return (
    <svg width={width} height={height} role="img" aria-label={summary}>
      <FrontMarks library={library} layout={layout} landmarks={landmarks} />
      {Number.isFinite(now.x) && (
        <g className="now" transform={`translate(${x(now.x)},${y(now.y)})`}>
          <circle r={9} />
          <circle r={4} />
          <title>{`the router now: ${formatY(now.y)}, ${formatRaw(now.x, constraint.unit)}`}</title>
        </g>
      )}
    </svg>
  );
}
