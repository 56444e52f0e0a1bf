import { memo, useState } from "react";
import { createPortal } from "react-dom";
import { routerChoices, unmeasuredShare } from "../../analysis/choices/choices.ts";
import { othersPenalty } from "../../analysis/choices/penalties.ts";
import { comparablePrompts, shownBaselines, singleOutcomes } from "../../analysis/front/baselines.ts";
import { front } from "../../analysis/front/front.ts";
import { type ComparisonRequest, frontOverlays, missingPrompts } from "../../analysis/front/frontOverlays.ts";
import { othersRouters } from "../../analysis/front/othersRouters.ts";
import { primaryRows } from "../../analysis/rows/benchmarkRows.ts";
import { isPoints } from "../../analysis/table/reportQuestion.ts";
import { wordsOf } from "../../analysis/words.ts";
import type { QuantileScale } from "../../core/curves/quantileScale.ts";
import { stepAt } from "../../core/curves/steps.ts";
import { withCommas } from "../../core/withCommas.ts";
import type { Constraint, Library } from "../../library/load.ts";
import { taskOf } from "../../library/manifest/manifestFacts.ts";
import { useSession } from "../context.ts";
import { useSize } from "../ui/hooks/useSize.ts";
import { CompareButtons } from "./controls/CompareButtons.tsx";
import { EstimateProgress } from "./EstimateProgress.tsx";
import { FrontSummaryLine } from "./FrontSummaryLine.tsx";
import { frontSummary } from "./frontSummary.ts";
import { libraryIntervalsNote } from "./intervalsNote.ts";
import { FrontLegend, type FrontPart } from "./legend/FrontLegend.tsx";
import { FrontKey } from "./plot/FrontKey.tsx";
import { ParetoPlot } from "./plot/ParetoPlot.tsx";
import { missingFromPlot } from "./tables/missing.ts";
import { ScoreTable } from "./tables/ScoreTable.tsx";
import { SingleTable } from "./tables/SingleTable.tsx";
import { useEstimates } from "./useEstimates.ts";

interface FrontViewProps {
  /** What to plot, for which prompts, and at which λ and bounds; these may lag behind the current ones while a slider moves. */
  comparison: ComparisonRequest;
  /** The x axis' constraint, and the scale of its slider. */
  constraint: Constraint;
  scale: QuantileScale;
  /** Where the figures and the key to the marks go; null before that place is there. */
  facts: HTMLElement | null;
  /** Number of further selected prompts, which do not count because a value is missing: see `countedRows`. */
  left: number;
}

/**
 * Plot and figures of the front for some prompts: exact at once, with intervals as soon as they are estimated. Re-renders only when
 * its input changes: computing its curves takes longer than a frame of a moving slider.
 */
export const FrontView = memo(function FrontView({ comparison, constraint, scale, facts, left }: FrontViewProps) {
  const { library, rows, outcome, policy } = comparison;
  const session = useSession();
  const [plot, size] = useSize();
  const [hidden, setHidden] = useState<ReadonlySet<FrontPart>>(new Set());
  const axis = constraint.id;
  const others = othersPenalty(library, axis, policy);
  const curves = front(library, axis, outcome, policy, rows);
  const marks = shownBaselines(library, axis, outcome, rows);
  const lambda = policy.lambdas[axis] ?? 0;
  const step = stepAt(curves.router.lambda, lambda);
  const { masksPerPrompt } = library.manifest.benchmark;
  const words = wordsOf(library.manifest);
  const overlays = frontOverlays(comparison);
  const { band, figures, tasks } = useEstimates(session.statistics, { comparison, others, lambda });
  const partly = missingPrompts(comparison);
  const comparable = comparablePrompts(library, outcome, rows).rows.length;
  const told = frontSummary({
    library,
    front: curves,
    baselines: marks,
    policy,
    axis,
    outcome,
    figures: figures.current && figures.value?.outcome === outcome ? figures.value : null,
  });
  return (
    <>
      <div className="verdict-room">
        {told && (
          <FrontSummaryLine
            frontSummary={told}
            weighed={Object.values(policy.lambdas).some((value) => value > 0)}
            estimating={!figures.current && !figures.problem}
          />
        )}
      </div>
      <div
        className="plot"
        ref={plot}
        data-figure="pareto-front"
        data-hidden={[...hidden].join(" ") || undefined}
        translate="no"
      >
        {size.width > 0 && (
          <ParetoPlot
            library={library}
            front={curves}
            overlays={overlays}
            baselines={marks}
            band={band}
            axis={axis}
            outcome={outcome}
            lambda={lambda}
            scale={scale}
            width={size.width}
            height={size.height}
          />
        )}
      </div>
      <FrontLegend
        hidden={hidden}
        drawn={drawnIn(library)}
        others={othersRouters(library).length > 0}
        onHidden={setHidden}
      />
      <CompareButtons library={library} />
      {facts &&
        createPortal(
          <>
            <FrontKey
              words={words}
              missing={missingFromPlot(library, constraint, outcome, singleOutcomes(library, outcome, rows), marks, {
                known: curves.router.known[step]!,
                measured: curves.router.measured[step]!,
              })}
              predicted={
                library.calibrated ? { share: unmeasuredShare(library, routerChoices(library, policy), rows) } : null
              }
            />
            <SingleTable library={library} constraint={constraint} outcome={outcome} rows={rows} />
            <ScoreTable
              library={library}
              front={curves}
              overlays={overlays}
              baselines={marks}
              policy={policy}
              axis={axis}
              outcome={outcome}
              band={band}
              figures={figures}
            />
            <EstimateProgress tasks={tasks} />
            <p className="quiet">
              {library.manifest.router ? "Measured on " : "From the imported table, "}
              {rows.length + left === primaryRows(library).length ? "" : "the selected "}
              {withCommas(rows.length)} {left > 0 && `of ${withCommas(rows.length + left)} `}
              {library.manifest.router ? "held-out passages" : "prompts"}
              {masksPerPrompt !== undefined &&
                taskOf(library.manifest) === "masked" &&
                `, ${masksPerPrompt} mask patterns each`}
              {left > 0 && "; where a model lacks its score or cost, a prompt counts for none"}.{" "}
              {libraryIntervalsNote(library, rows)}
              {comparable < rows.length &&
                ` Single ${words.experts}: on the ${withCommas(comparable)} of them where no ${words.expert}'s ${outcome} is missing.`}
              {partly.map(({ label, shared }) => ` ${label}: on the ${withCommas(shared)} of them that it measured.`)}
            </p>
          </>,
          facts,
        )}
    </>
  );
});

function drawnIn(library: Library) {
  if (library.manifest.router) return "router";
  if (library.trained) return "trained";
  return isPoints(library) ? "points" : "table";
}
