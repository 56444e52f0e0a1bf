import { memo } from "react";
import type { Constraint, Library } from "../../library/load.ts";
import type { QuantileScale } from "../../routing/quantileScale.ts";
import { stepAt } from "../../routing/steps.ts";
import { front, headlineRows, othersPenalty } from "../../state/derive.ts";
import type { Policy } from "../../state/flags.ts";
import { missingPrompts } from "../../state/frontOverlays.ts";
import { landmarks, singleOutcomes } from "../../state/landmarks.ts";
import type { Outcome } from "../../state/store.ts";
import { useSession } from "../context.ts";
import { useSize } from "../shared/useSize.ts";
import { CompareButtons } from "./CompareButtons.tsx";
import { EstimateProgress } from "./EstimateProgress.tsx";
import { FrontKey } from "./FrontKey.tsx";
import { missingFromPlot } from "./missing.ts";
import { ParetoPlot } from "./ParetoPlot.tsx";
import { ScoreTable } from "./ScoreTable.tsx";
import { useEstimates } from "./useEstimates.ts";
import { useOverlays } from "./useOverlays.ts";

interface FrontViewProps {
  library: Library;
  rows: Int32Array;
  /** The constraint of the x axis, and the scale of its slider. */
  constraint: Constraint;
  outcome: Outcome;
  scale: QuantileScale;
  /** λ and bounds that the front is drawn at; they may lag behind those in force while a slider moves. */
  policy: Policy;
}

/**
 * Plot and figures of the front on some prompts: exact at once, their intervals as soon as they are estimated. Drawn anew only when
 * what it shows changes: its curves are too much work for the frame in which a slider moves.
 */
export const FrontView = memo(function FrontView({
  library,
  rows,
  constraint,
  outcome,
  scale,
  policy,
}: FrontViewProps) {
  const session = useSession();
  const [plot, size] = useSize();
  const axis = constraint.id;
  const others = othersPenalty(library, axis, policy);
  const curves = front(library, axis, outcome, others, rows);
  const marks = landmarks(library, axis, outcome, rows);
  const lambda = policy.lambdas[axis] ?? 0;
  const step = stepAt(curves.router.lambda, lambda);
  const { masksPerPrompt } = library.manifest.benchmark;
  const { comparison, overlays } = useOverlays(library, axis, outcome, rows, policy);
  const { band, figures } = useEstimates(session.statistics, { comparison, others, lambda });
  const partly = missingPrompts(comparison);
  return (
    <>
      <div className="plot" ref={plot} data-figure="pareto-front">
        {size.width > 0 && (
          <ParetoPlot
            library={library}
            front={curves}
            overlays={overlays}
            landmarks={marks}
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
      <CompareButtons library={library} />
      <FrontKey
        missing={missingFromPlot(library, constraint, outcome, singleOutcomes(library, outcome, rows), marks, {
          known: curves.router.known[step]!,
          measured: curves.router.measured[step]!,
        })}
      />
      <ScoreTable
        library={library}
        front={curves}
        overlays={overlays}
        landmarks={marks}
        policy={policy}
        axis={axis}
        outcome={outcome}
        band={band}
        figures={figures}
      />
      <EstimateProgress estimates={[band, figures]} />
      <p className="quiet">
        {library.manifest.router ? "Measured on " : "From the imported table, "}
        {rows === headlineRows(library) ? "" : "the selected "}
        {rows.length.toLocaleString("en")} {library.manifest.router ? "unseen passages" : "prompts"}
        {masksPerPrompt !== undefined && `, ${masksPerPrompt} mask patterns each`}. Intervals and band: 95%, from 1,000
        paired bootstrap resamples of the passages.
        {partly.map(
          ({ label, shared }) => ` ${label}: on the ${shared.toLocaleString("en")} of them that it measured.`,
        )}
      </p>
    </>
  );
});
