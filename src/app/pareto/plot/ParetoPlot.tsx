import { useMemo } from "react";
import type { Baseline } from "../../../analysis/front/baselines.ts";
import type { Front } from "../../../analysis/front/front.ts";
import type { Overlay } from "../../../analysis/front/frontOverlays.ts";
import { lambdaUnit, lossUnit } from "../../../analysis/lossUnit.ts";
import { wordsOf } from "../../../analysis/words.ts";
import { pointAt } from "../../../core/curves/curve.ts";
import type { QuantileScale } from "../../../core/curves/quantileScale.ts";
import { isRouted } from "../../../library/isRouted.ts";
import type { Library } from "../../../library/load.ts";
import type { EstimateResult } from "../../../session/latestTask.ts";
import type { Outcome } from "../../../state/store.ts";
import type { Band } from "../../../workers/statistics/protocol.ts";
import { useSession } from "../../context.ts";
import { useTalking } from "../../header/useTalkMode.ts";
import { tipSeen } from "../../tips/tip.ts";
import { formatLambda, formatRaw } from "../../ui/words/format.ts";
import { meanCost } from "../../ui/words/meanCost.ts";
import { outcomeFormat } from "../../ui/words/outcomeFormat.ts";
import { bandPath } from "./bandPath.ts";
import { FrontHandle } from "./FrontHandle.tsx";
import { FrontMarks } from "./FrontMarks.tsx";
import { type FrontLayout, frontLayout } from "./frontLayout.ts";
import { clearOfHandle, frontLabels } from "./labels/frontLabels.ts";
import { NextChoices } from "./labels/NextChoices.tsx";
import { nowLines } from "./labels/nowLines.ts";
import { nowSpot } from "./labels/nowSpot.ts";
import { boxOf } from "./labels/placeLabels.ts";
import { type FrontCards, frontCards } from "./marks/frontCards.ts";
import { MarkStops } from "./marks/MarkStops.tsx";

/** Size of the plot's type in pixels, and in talk mode (talk.css). */
const TYPE = 11;
const TALK_TYPE = 14;

interface ParetoPlotProps {
  library: Library;
  front: Front;
  overlays: readonly Overlay[];
  baselines: readonly Baseline[];
  band: EstimateResult<Band>;
  axis: string;
  outcome: Outcome;
  /** λ of the axis' constraint: the router's position on its curve. */
  lambda: number;
  /** Scale of that constraint's slider. */
  scale: QuantileScale;
  width: number;
  height: number;
}

/**
 * The front, with the handle of the current λ. Axes, cards and labels are computed in components of their own: between them the page can
 * answer.
 */
export function ParetoPlot(props: ParetoPlotProps) {
  const { library, front, overlays, axis, outcome, width, height } = props;
  const layout = useMemo(
    () => frontLayout(library, front, overlays, axis, outcome, { width, height }),
    [library, front, overlays, axis, outcome, width, height],
  );
  return <CardedPlot {...props} layout={layout} />;
}

interface LaidOutProps extends ParetoPlotProps {
  layout: FrontLayout;
}

/** With what the marks say when they are pointed at. */
function CardedPlot(props: LaidOutProps) {
  const { library, layout, baselines, outcome } = props;
  const cards = useMemo(
    () => frontCards(library, layout, baselines, outcomeFormat(library.manifest, outcome)),
    [library, layout, baselines, outcome],
  );
  return <LabelledPlot {...props} cards={cards} />;
}

function LabelledPlot({
  library,
  front,
  baselines,
  band,
  axis,
  outcome,
  lambda,
  scale,
  width,
  height,
  layout,
  cards,
}: LaidOutProps & { cards: FrontCards }) {
  const session = useSession();
  const { constraint, x, y } = layout;
  const bandShape = useMemo(() => {
    // An old band stays until the new one arrives, unless the axes change.
    const drawn = band.value?.axis === axis && band.value.outcome === outcome ? band.value : null;
    return drawn && bandPath(drawn, x, y);
  }, [band.value, axis, outcome, x, y]);
  // A table has no router: its oracle is what moves with λ.
  const leader = isRouted(library) ? "router" : "oracle";
  const now = pointAt(front[leader], lambda);
  const formatY = useMemo(() => outcomeFormat(library.manifest, outcome), [library, outcome]);
  const type = useTalking() ? TALK_TYPE : TYPE;
  const placed = useMemo(
    () => frontLabels(library, layout, baselines, formatY, type),
    [library, layout, baselines, formatY, type],
  );
  const [nowX, nowY] = [x(now.x), y(now.y)];
  const labels = useMemo(
    () => (Number.isFinite(nowX) ? clearOfHandle(placed, [nowX, nowY], layout, type) : placed),
    [placed, nowX, nowY, layout, type],
  );
  const nowText = `λ = ${formatLambda(lambda)}: ${formatY(now.y)}, ${formatRaw(now.x, constraint.unit)}`;
  const nowAt = nowSpot(nowText, [nowX, nowY], layout.area, labels, type);
  const best = baselines.find(({ id }) => id === "single")!;
  const reached = Number.isFinite(now.y)
    ? `At the current λ the ${leader} reaches ${formatY(now.y)} at ${meanCost(constraint, now.x)}; the`
    : "The";
  const summary = `Pareto front. ${reached} best single ${wordsOf(library.manifest).expert} ${formatY(best.y)} at ${formatRaw(best.x, constraint.unit)}.`;
  return (
    <>
      <svg width={width} height={height} role="img" aria-label={summary}>
        {bandShape && (
          <path
            className={band.current ? "band" : "band stale"}
            d={bandShape}
            {...tipSeen(`95% interval of the router's mean ${outcome}`)}
          />
        )}
        <FrontMarks library={library} layout={layout} labels={labels} cards={cards} />
        {Number.isFinite(now.x) && Number.isFinite(now.y) && (
          <g className="now-lines" aria-hidden="true">
            <path d={nowLines([nowX, nowY], layout.area, [...labels.boxes, boxOf(nowText, nowAt, type)])} />
            <text x={nowAt.at[0]} y={nowAt.at[1]} textAnchor={nowAt.anchor}>
              {nowText}
            </text>
          </g>
        )}
        <NextChoices library={library} front={front} layout={layout} />
      </svg>
      <MarkStops cards={[...cards.singles.filter((card) => card !== null), ...cards.predicted, ...cards.baselines]} />
      {Number.isFinite(now.x) && (
        <FrontHandle
          at={[x(now.x), y(now.y)]}
          steps={layout.steps}
          starts={front.router.lambda}
          lambda={lambda}
          unit={lambdaUnit(lossUnit(library.manifest), constraint)}
          scale={scale}
          description={`${constraint.label.toLowerCase()} ${formatRaw(now.x, constraint.unit)}, ${outcome} ${formatY(now.y)}`}
          onMove={(next) => session.setLambda(axis, next)}
        />
      )}
    </>
  );
}
