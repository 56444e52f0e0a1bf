import { memo, useId } from "react";
import { lossUnit } from "../../../analysis/lossUnit.ts";
import type { Library } from "../../../library/load.ts";
import { expertPaints } from "../../color/palette.ts";
import { tipSeen } from "../../tips/tip.ts";
import { formatTick } from "../../ui/words/format.ts";
import { Axes } from "./Axes.tsx";
import type { FrontLayout } from "./frontLayout.ts";
import type { FrontLabels } from "./labels/frontLabels.ts";
import { HULL_TEXT } from "./labels/hullSpot.ts";
import { ADDED_SHAPE, BASELINE_SHAPES } from "./markShapes.ts";
import type { FrontCards } from "./marks/frontCards.ts";
import { SingleExperts } from "./marks/SingleExperts.tsx";
import { frontTicks, thinned } from "./scales.ts";

const Y_TICKS = 6;

interface FrontMarksProps {
  library: Library;
  layout: FrontLayout;
  labels: FrontLabels;
  cards: FrontCards;
}

/** About the width of a letter of an axis' title, in pixels. */
const TITLE_LETTER = 6.6;

/** An axis' title, with what is better on it where there is room for that. */
function titleFor(what: string, better: string, room: number): string {
  const whole = `${what}, ${better} is better →`;
  return whole.length * TITLE_LETTER <= room ? whole : `${what} →`;
}

/** Axes, curves, single experts and baselines; re-renders only when one of them changes. */
export const FrontMarks = memo(function FrontMarks({ library, layout, labels, cards }: FrontMarksProps) {
  const { constraint, outcome, area, x, y, paths, overlays } = layout;
  const formatX = (value: number) => formatTick(value, constraint.unit);
  const colors = expertPaints(library);
  const unit = lossUnit(library.manifest);
  return (
    <>
      <Axes
        x={x}
        y={y}
        xTicks={thinned(frontTicks(x, constraint.axis, Math.max(3, Math.floor(area.width / 90))), x, formatX)}
        yTicks={frontTicks(y, "linear", Y_TICKS)}
        formatX={formatX}
        // Scores of a table are told as they are, here as in its report.
        formatY={y.tickFormat(Y_TICKS, outcome === "loss" || !library.manifest.router ? undefined : "%")}
        xLabel={titleFor(
          `mean ${constraint.label.toLowerCase()} (${constraint.unit}${constraint.localMeasurement ? ", measured in this browser" : ""})`,
          "lower",
          area.width - area.left,
        )}
        yLabel={titleFor(
          outcome === "loss" ? `mean loss (${unit.axis})` : unit.accuracy,
          outcome === "loss" ? "lower" : "higher",
          area.height - area.bottom,
        )}
        area={area}
      />
      {overlays.map(({ id, label, kind, path }) => (
        <path key={id} className={`curve ${kind}`} d={path} {...tipSeen(label)} />
      ))}
      <path className="curve oracle" d={paths.oracle} />
      <path className="curve router" d={paths.router} />
      <Hull paths={layout.hull} at={labels.hull} />
      <SingleExperts library={library} layout={layout} cards={cards.singles} names={labels.names} />
      {labels.outliers.map(({ text, at: [px, py], anchor }) => (
        <text key={`${px} ${py}`} className="point-label outlier-label" x={px} y={py} textAnchor={anchor}>
          {text}
        </text>
      ))}
      {/* Experts that the user has added, hollow: predicted by their heads, next to measured values for the others. */}
      {cards.predicted.map(({ key, at: [px, py], text }) => (
        <g key={key} className="predicted-expert" {...tipSeen(text)}>
          <path transform={`translate(${px},${py})`} d={ADDED_SHAPE} stroke={colors[library.expertIds.indexOf(key)]} />
        </g>
      ))}
      {cards.baselines.map(({ key, at: [px, py], text, mark }) => (
        <g key={key} className={`landmark landmark-${mark}`} {...tipSeen(text)}>
          <path transform={`translate(${px},${py})`} d={BASELINE_SHAPES[mark]} />
        </g>
      ))}
    </>
  );
});

/** The upper hull of the single experts: what choosing at random between two of its corners achieves. */
function Hull({ paths: { all, longest }, at }: { paths: FrontLayout["hull"]; at: number | null }) {
  const edge = useId();
  return (
    <g className="hull">
      <path
        d={all}
        {...tipSeen(
          "Upper hull of the single experts: the best that a random router, which does not read prompts, reaches at the same mean cost",
        )}
      />
      {longest && at !== null && (
        <>
          <path id={edge} className="hull-edge" d={longest} />
          <text dy={-5}>
            <textPath href={`#${edge}`} startOffset={`${100 * at}%`} textAnchor="middle">
              {HULL_TEXT}
            </textPath>
          </text>
        </>
      )}
    </g>
  );
}
