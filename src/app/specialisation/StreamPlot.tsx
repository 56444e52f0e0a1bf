import { scaleLinear } from "d3-scale";
import { area as areaOf, curveMonotoneX, stack } from "d3-shape";
import { memo, useMemo } from "react";
import { sharesAt } from "../../analysis/specialisation.ts";
import type { Specialisation } from "../../library/specialisation/specialisation.ts";
import { Axes } from "../pareto/plot/Axes.tsx";
import { tipSeen } from "../tips/tip.ts";

const MARGINS = { left: 52, right: 14, top: 10, bottom: 40 };

interface StreamPlotProps {
  log: Specialisation;
  /** Columns of the log whose windows are shared out. */
  parts: readonly number[];
  colors: readonly string[];
  /** The shown frame: what comes after it is faint. */
  frame: number;
  summary: string;
  width: number;
  height: number;
}

/** One stream an expert, as wide as its share of the windows at each step. */
export function StreamPlot({ log, parts, colors, frame, summary, width, height }: StreamPlotProps) {
  const area = { ...MARGINS, width, height };
  const x = scaleLinear([log.frames[0]!.step, log.steps], [area.left, width - area.right]);
  const y = scaleLinear([0, 1], [height - area.bottom, area.top]);
  const ticks = x.ticks(Math.max(4, Math.floor(width / 110)));
  const now = x(log.frames[frame]!.step);
  return (
    <svg width={width} height={height} role="img" aria-label={summary}>
      <Streams log={log} parts={parts} colors={colors} width={width} height={height} />
      <rect
        className="stream-ahead"
        x={now}
        y={area.top}
        width={Math.max(0, width - area.right - now)}
        height={height - area.top - area.bottom}
      />
      <Axes
        x={x}
        y={y}
        xTicks={ticks}
        yTicks={[0, 0.25, 0.5, 0.75, 1]}
        formatX={String}
        formatY={(share) => `${Math.round(100 * share)}%`}
        xLabel="step of the training"
        yLabel="share of the windows"
        area={area}
      />
      {log.clusterSteps > log.frames[0]!.step && log.clusterSteps < log.steps && (
        <g className="stream-start" {...tipSeen("Until here windows went by cluster; from here on the router decided")}>
          <path d={`M${x(log.clusterSteps)} ${area.top}V${height - area.bottom}`} />
          <text x={x(log.clusterSteps) + 5} y={area.top + 14}>
            the router decides
          </text>
        </g>
      )}
      <path className="stream-now" d={`M${now} ${area.top}V${height - area.bottom}`} />
    </svg>
  );
}

const Streams = memo(function Streams({
  log,
  parts,
  colors,
  width,
  height,
}: Omit<StreamPlotProps, "frame" | "summary">) {
  const paths = useMemo(() => {
    const shares = log.frames.map((_, frame) => sharesAt(log, parts, frame));
    const x = scaleLinear([log.frames[0]!.step, log.steps], [MARGINS.left, width - MARGINS.right]);
    const y = scaleLinear([0, 1], [height - MARGINS.bottom, MARGINS.top]);
    const draw = areaOf<[number, number]>()
      .x((_, k) => x(log.frames[k]!.step))
      .y0(([low]) => y(low))
      .y1(([, high]) => y(high))
      .curve(curveMonotoneX)
      .digits(1);
    const layers = stack<number[], number>()
      .keys(log.experts.keys())
      .value((row, expert) => row[expert]!)(shares);
    return layers.map((layer) => draw(layer as unknown as [number, number][]) ?? "");
  }, [log, parts, width, height]);
  return paths.map((path, expert) => (
    <path
      key={log.experts[expert]!.id}
      className="stream"
      d={path}
      fill={colors[expert]}
      {...tipSeen(`${log.experts[expert]!.id}: ${log.experts[expert]!.label}`)}
    />
  ));
});
