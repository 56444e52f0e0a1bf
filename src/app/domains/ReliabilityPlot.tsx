import { scaleLinear } from "d3-scale";
import { memo, useMemo } from "react";
import type { Reliability } from "../../core/metrics/reliability.ts";
import { Axes } from "../pareto/plot/Axes.tsx";
import { tipSeen } from "../tips/tip.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { formatNats } from "../ui/words/format.ts";
import { intervalOf } from "./reliabilityCsv.ts";

const MARGINS = { left: 46, right: 12, top: 10, bottom: 38 };
/** Radius of the largest bin's dot, and the minimum radius. */
const [LARGEST, LEAST] = [11, 2.5];

interface ReliabilityPlotProps {
  reliability: Reliability;
  width: number;
  height: number;
}

/** Mean true loss against mean predicted loss, bin by bin, with the same scale on both axes. */
export const ReliabilityPlot = memo(function ReliabilityPlot({
  reliability: { bins, count, expectedError },
  width,
  height,
}: ReliabilityPlotProps) {
  const unit = useLossUnit();
  const area = { ...MARGINS, width, height };
  const { x, y } = useMemo(() => {
    const values = bins.flatMap((bin) => [bin.predicted, bin.actual, ...intervalOf(bin)]).filter(Number.isFinite);
    const [low, high] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 1];
    const margin = (high - low || 1) * 0.05;
    const domain = [low - margin, high + margin];
    return {
      x: scaleLinear()
        .domain(domain)
        .range([MARGINS.left, width - MARGINS.right]),
      y: scaleLinear()
        .domain(domain)
        .range([height - MARGINS.bottom, MARGINS.top]),
    };
  }, [bins, width, height]);
  const fullest = Math.max(1, ...bins.map((bin) => bin.count));
  const ticks = x.ticks(6);
  const [from, to] = x.domain() as [number, number];
  const summary =
    count > 0
      ? `Reliability: ${bins.length} bins of ${count} predictions, expected calibration error ${formatNats(expectedError)} ${unit.long}. The table beside it holds all figures.`
      : "Reliability: no predictions to compare.";
  return (
    <svg width={width} height={height} role="img" aria-label={summary}>
      <Axes
        x={x}
        y={y}
        xTicks={ticks}
        yTicks={ticks}
        formatX={String}
        formatY={String}
        xLabel={`predicted loss (${unit.axis})`}
        yLabel={`true loss (${unit.axis})`}
        area={area}
      />
      <line className="reliability-diagonal" x1={x(from)} y1={y(from)} x2={x(to)} y2={y(to)} />
      {bins.map((bin) => {
        const [low, high] = intervalOf(bin);
        const at = x(bin.predicted);
        return (
          <g
            key={bin.low}
            {...tipSeen(
              `predicted ${formatNats(bin.predicted)}, true ${formatNats(bin.actual)}, ${bin.count} predictions`,
            )}
          >
            {Number.isFinite(low) && <line className="reliability-bar" x1={at} x2={at} y1={y(low)} y2={y(high)} />}
            <circle
              className="reliability-dot"
              cx={at}
              cy={y(bin.actual)}
              r={Math.max(LEAST, LARGEST * Math.sqrt(bin.count / fullest))}
            />
          </g>
        );
      })}
    </svg>
  );
});
