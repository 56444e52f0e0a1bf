import { scaleLinear, scaleLog } from "d3-scale";
import { withCommas } from "../../core/withCommas.ts";
import type { LabReport } from "../../lab/report/report.ts";

type Point = LabReport["learningCurve"][number];
type Figure = Point["score"];

const WIDTH = 300;
const HEIGHT = 150;
const ROOM = { left: 52, right: 24, top: 10, bottom: 34 };

const MEASURES: readonly { title: string; of: (point: Point) => Figure | null; from?: number }[] = [
  { title: "Score over best single", of: ({ gain }) => gain, from: 0 },
  { title: "AIQ", of: ({ aiq }) => aiq },
  { title: "APGR", of: ({ apgr }) => apgr, from: 0.5 },
];

/** How the router's figures grow with the number of prompts that it learns from: one small chart for each figure. */
export function LearningChart({ points }: { points: readonly Point[] }) {
  return (
    <figure className="lab-learning">
      <figcaption>Learning curve: would more prompts help?</figcaption>
      {MEASURES.map(({ title, of, from }) => {
        const figures = points.map(of);
        return figures.every((figure) => figure?.[0] != null) ? (
          <Chart
            key={title}
            title={title}
            from={from}
            prompts={points.map(({ prompts }) => Math.max(1, prompts))}
            figures={figures as Figure[]}
          />
        ) : null;
      })}
    </figure>
  );
}

interface ChartProps {
  title: string;
  /** A value that means no gain. */
  from: number | undefined;
  prompts: readonly number[];
  figures: readonly Figure[];
}

function Chart({ title, from, prompts, figures }: ChartProps) {
  const known = figures.flat().filter((value) => value !== null);
  const x = scaleLog([prompts[0]!, Math.max(prompts.at(-1)!, prompts[0]! + 1)], [ROOM.left, WIDTH - ROOM.right]);
  const all = from === undefined ? known : [...known, from];
  const y = scaleLinear([Math.min(...all), Math.max(...all)], [HEIGHT - ROOM.bottom, ROOM.top]).nice(4);
  const path = figures.map(([value], i) => `${i === 0 ? "M" : "L"}${x(prompts[i]!)},${y(value!)}`).join("");
  const told = figures.map(([value], i) => `${value!.toFixed(3)} with ${withCommas(prompts[i]!)} prompts`);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} role="img" aria-label={`${title}: ${told.join(", ")}`}>
      {y.ticks(4).map((tick) => (
        <g key={tick} transform={`translate(0 ${y(tick)})`}>
          <line className="grid" x1={ROOM.left} x2={WIDTH - ROOM.right} />
          <text x={ROOM.left - 6} dy="0.32em" textAnchor="end">
            {y.tickFormat(4)(tick)}
          </text>
        </g>
      ))}
      {from !== undefined && <line className="none" x1={ROOM.left} x2={WIDTH - ROOM.right} y1={y(from)} y2={y(from)} />}
      {figures.map(
        ([, low, high], i) =>
          low !== null &&
          high !== null && (
            <line
              key={prompts[i]}
              className="interval"
              x1={x(prompts[i]!)}
              x2={x(prompts[i]!)}
              y1={y(low)}
              y2={y(high)}
            />
          ),
      )}
      <path d={path} />
      {figures.map(([value], i) => (
        <g key={prompts[i]}>
          <circle cx={x(prompts[i]!)} cy={y(value!)} r={3} />
          <text x={x(prompts[i]!)} y={HEIGHT - ROOM.bottom + 14} textAnchor="middle">
            {withCommas(prompts[i]!)}
          </text>
        </g>
      ))}
      <text className="axis" x={(ROOM.left + WIDTH - ROOM.right) / 2} y={HEIGHT - 4} textAnchor="middle">
        {title}, by number of prompts
      </text>
    </svg>
  );
}
