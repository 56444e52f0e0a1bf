import type { PlotArea, Scale } from "./scales.ts";

interface AxesProps {
  x: Scale;
  y: Scale;
  xTicks: readonly number[];
  yTicks: readonly number[];
  formatX: (value: number) => string;
  formatY: (value: number) => string;
  xLabel: string;
  yLabel: string;
  area: PlotArea;
}

/** Grid lines, tick labels and axis titles (with units) of a plot. */
export function Axes({ x, y, xTicks, yTicks, formatX, formatY, xLabel, yLabel, area }: AxesProps) {
  const bottom = area.height - area.bottom;
  const right = area.width - area.right;
  return (
    <g className="axes" aria-hidden="true">
      {xTicks.map((tick) => (
        <g key={tick} transform={`translate(${x(tick)},0)`}>
          <line className="grid" y1={area.top} y2={bottom} />
          <text y={bottom + 15} textAnchor="middle">
            {formatX(tick)}
          </text>
        </g>
      ))}
      {yTicks.map((tick) => (
        <g key={tick} transform={`translate(0,${y(tick)})`}>
          <line className="grid" x1={area.left} x2={right} />
          <text x={area.left - 6} dy="0.32em" textAnchor="end">
            {formatY(tick)}
          </text>
        </g>
      ))}
      <text className="axis-title" x={(area.left + right) / 2} y={area.height - 6} textAnchor="middle">
        {xLabel}
      </text>
      <text
        className="axis-title"
        transform={`translate(12,${(area.top + bottom) / 2}) rotate(-90)`}
        textAnchor="middle"
      >
        {yLabel}
      </text>
    </g>
  );
}
