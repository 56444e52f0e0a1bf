import { memo, useId, useMemo, useState } from "react";
import type { Baseline } from "../../../analysis/front/baselines.ts";
import { lossUnit } from "../../../analysis/lossUnit.ts";
import { wordsOf } from "../../../analysis/words.ts";
import type { Library } from "../../../library/load.ts";
import { expertColors } from "../../color/palette.ts";
import { useTalking } from "../../header/useTalkMode.ts";
import { tipSeen } from "../../tips/tip.ts";
import { formatRaw, formatTick } from "../../ui/words/format.ts";
import { firstAndOthers } from "../../ui/words/names.ts";
import { outcomeFormat } from "../../ui/words/outcomeFormat.ts";
import { Axes } from "./Axes.tsx";
import type { FrontLayout } from "./frontLayout.ts";
import { placeLabels } from "./labels/placeLabels.ts";
import { ADDED_SHAPE, BASELINE_SHAPES, HALF_RANGE, labelPlace } from "./markShapes.ts";
import { frontTicks } from "./scales.ts";

const Y_TICKS = 6;

interface FrontMarksProps {
  library: Library;
  layout: FrontLayout;
  baselines: readonly Baseline[];
}

/** Axes, curves, single experts and baselines; re-renders only when one of them changes. */
export const FrontMarks = memo(function FrontMarks({ library, layout, baselines }: FrontMarksProps) {
  const { constraint, outcome, area, x, y, paths, overlays } = layout;
  const formatY = outcomeFormat(library.manifest, outcome);
  const unit = lossUnit(library.manifest);
  return (
    <>
      <Axes
        x={x}
        y={y}
        xTicks={frontTicks(x, constraint.axis, Math.max(3, Math.floor(area.width / 90)))}
        yTicks={frontTicks(y, "linear", Y_TICKS)}
        formatX={(value) => formatTick(value, constraint.unit)}
        formatY={y.tickFormat(Y_TICKS, outcome === "loss" ? undefined : "%")}
        xLabel={`mean ${constraint.label.toLowerCase()} (${constraint.unit}${constraint.localMeasurement ? ", measured in this browser" : ""}), lower is better →`}
        yLabel={
          outcome === "loss" ? `mean loss (${unit.axis}), lower is better →` : `${unit.accuracy}, higher is better →`
        }
        area={area}
      />
      {overlays.map(({ id, label, kind, path }) => (
        <path key={id} className={`curve ${kind}`} d={path} {...tipSeen(label)} />
      ))}
      <path className="curve oracle" d={paths.oracle} />
      <path className="curve router" d={paths.router} />
      <Hull paths={layout.hull} />
      <SingleExperts library={library} layout={layout} baselines={baselines} formatY={formatY} />
      <OutlierLabels library={library} layout={layout} formatY={formatY} />
      <PredictedExperts library={library} layout={layout} formatY={formatY} />
      {baselines.map((baseline) =>
        Number.isNaN(baseline.x) || Number.isNaN(baseline.y) ? null : (
          <g
            key={baseline.id}
            className={`landmark landmark-${baseline.mark}`}
            {...tipSeen(`${baseline.label}: ${formatY(baseline.y)}, ${formatRaw(baseline.x, constraint.unit)}`)}
          >
            {/* At the edge where it lies beyond; its tip has the value. */}
            <path
              transform={`translate(${x(baseline.x)},${Math.min(y(baseline.y), area.height - area.bottom - 7)})`}
              d={BASELINE_SHAPES[baseline.mark]}
            />
          </g>
        ),
      )}
    </>
  );
});

/** The upper hull of the single experts: what choosing at random between two of its corners achieves. */
function Hull({ paths: { all, longest } }: { paths: FrontLayout["hull"] }) {
  const edge = useId();
  return (
    <g className="hull">
      <path
        d={all}
        {...tipSeen(
          "Upper hull of the single experts: the best that a random router, which does not read prompts, reaches at the same mean cost",
        )}
      />
      {longest && (
        <>
          <path id={edge} className="hull-edge" d={longest} />
          <text dy={-5}>
            <textPath href={`#${edge}`} startOffset="60%" textAnchor="middle">
              random router
            </textPath>
          </text>
        </>
      )}
    </g>
  );
}

interface SingleExpertsProps {
  library: Library;
  layout: FrontLayout;
  formatY: (value: number) => string;
}

/**
 * One dot per expert, ringed when nothing dominates it. Names are shown for the undominated ones, or for the one under the pointer.
 */
function SingleExperts({
  library,
  layout,
  baselines,
  formatY,
}: SingleExpertsProps & { baselines: readonly Baseline[] }) {
  const { area, constraint, singles, outliers, x, y } = layout;
  const [hovered, setHovered] = useState<number | null>(null);
  const talking = useTalking();
  const names = useMemo(
    () => expertNames(library, layout, baselines, talking ? 14 : 11),
    [library, layout, baselines, talking],
  );
  const colors = expertColors(library);
  const standing = ({ onFront, dominators }: FrontLayout["singles"][number]) =>
    onFront
      ? `on the Pareto front of single ${wordsOf(library.manifest).experts}`
      : `dominated by ${firstAndOthers(dominators.map((j) => library.expertIds[j]!))}`;
  const source = (i: number) => {
    if (!constraint.localMeasurement) return "";
    return constraint.localMeasurement.experts[i]
      ? " measured in this browser"
      : " from the recipe, scaled to this browser's speed";
  };
  const dots = singles.map((single, i) =>
    Number.isNaN(single.x) || Number.isNaN(single.y) ? null : (
      <g
        key={library.expertIds[i]}
        className="single-expert"
        onPointerEnter={() => setHovered(i)}
        onPointerLeave={() => setHovered(null)}
        {...tipSeen(
          `${library.expertIds[i]}: ${formatY(single.y)}, ${formatRaw(single.x, constraint.unit)}${source(i)}, ${standing(single)}`,
        )}
      >
        {outliers.marks[i] ? (
          <path
            className="single outlier"
            transform={`translate(${outliers.marks[i].x},${outliers.marks[i].y})`}
            d="M-4-4H4L0 4Z"
            fill={colors[i]}
          />
        ) : (
          <circle
            className={single.onFront ? "single on-front" : "single"}
            cx={x(single.x)}
            cy={y(single.y)}
            r={5}
            fill={colors[i]}
          />
        )}
        {hovered === i && !outliers.marks[i] && (
          <text
            className="point-label single-label"
            {...labelPlace(x(single.x), area)}
            y={labelHeight(y(single.y), area)}
          >
            {library.manifest.experts[i]!.label}
          </text>
        )}
      </g>
    ),
  );
  return (
    <>
      {dots}
      {hovered === null &&
        names.map(({ text, at: [px, py], anchor }) => (
          <text key={text} className="point-label single-label" x={px} y={py} textAnchor={anchor}>
            {text}
          </text>
        ))}
    </>
  );
}

/** Names of the undominated experts, where they lie on nothing else. */
function expertNames(library: Library, layout: FrontLayout, baselines: readonly Baseline[], type: number) {
  const { area, singles, outliers, x, y } = layout;
  const at = (point: { x: number; y: number }) => [x(point.x), y(point.y)] as const;
  const labels = singles.flatMap((single, i) => {
    const [px, py] = at(single);
    const named = single.onFront && !outliers.marks[i] && Number.isFinite(px) && Number.isFinite(py);
    return named ? [{ text: library.manifest.experts[i]!.label, x: px, y: py }] : [];
  });
  // Others' routers have no other name on the plot.
  const routers = baselines.flatMap(({ mark, label, ...point }) => {
    const [px, py] = at(point);
    return mark === "router" && Number.isFinite(px) && Number.isFinite(py) ? [{ text: label, x: px, y: py }] : [];
  });
  const edge = outliers.labels.map((label) => {
    const half = label.count === 1 ? HALF_RANGE / 3 : HALF_RANGE;
    return { left: label.x - half, right: label.x + half, top: label.y - 12, bottom: area.height - area.bottom };
  });
  const dots = [...singles, ...baselines].map(at).filter(([px, py]) => Number.isFinite(px) && Number.isFinite(py));
  return placeLabels([...routers, ...labels], area, edge, dots, layout.steps(), type);
}

/** Room that the outliers and their labels take above the lower edge, in pixels. */
const OUTLIER_ROOM = 30;

/** Baseline of a name: below its dot, or above it where the outliers' labels are. */
const labelHeight = (y: number, { height, bottom }: FrontLayout["area"]): number =>
  y + 17 > height - bottom - OUTLIER_ROOM ? y - 10 : y + 17;

/** How many experts stand at the edge below a label, and how far beyond it they are. */
function OutlierLabels({ library, layout: { outliers, area }, formatY }: SingleExpertsProps) {
  const { experts } = wordsOf(library.manifest);
  return outliers.labels.map(({ x, y, count, low, high }) => (
    <text key={x} className="point-label outlier-label" {...labelPlace(x, area, HALF_RANGE)} y={y}>
      {count === 1 ? formatY(low) : `${count} ${experts}, ${formatY(low)} to ${formatY(high)}`}
    </text>
  ));
}

/** Experts that the user has added, hollow: predicted by their heads, next to measured values for the others. */
function PredictedExperts({ library, layout: { area, constraint, predicted, x, y }, formatY }: SingleExpertsProps) {
  const colors = expertColors(library);
  return predicted.map((point) =>
    Number.isFinite(x(point.x)) && Number.isFinite(y(point.y)) ? (
      <g
        key={library.expertIds[point.expert]}
        className="predicted-expert"
        {...tipSeen(
          `${library.expertIds[point.expert]}: predicted ${formatY(point.y)}, not measured, ${formatRaw(point.x, constraint.unit)}`,
        )}
      >
        <path transform={`translate(${x(point.x)},${y(point.y)})`} d={ADDED_SHAPE} stroke={colors[point.expert]} />
        <text className="point-label" {...labelPlace(x(point.x), area)} y={y(point.y) + 17}>
          {library.manifest.experts[point.expert]!.label}
        </text>
      </g>
    ) : null,
  );
}
