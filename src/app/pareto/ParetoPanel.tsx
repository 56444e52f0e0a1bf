import { startTransition, useCallback, useState } from "react";
import { baselines, shownBaselines } from "../../analysis/front/baselines.ts";
import { comparisonFacts, comparisonRequest, frontAxis } from "../../analysis/front/comparisonRequest.ts";
import { front } from "../../analysis/front/front.ts";
import { frontOverlays } from "../../analysis/front/frontOverlays.ts";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { policyOf } from "../../analysis/policy/policyOf.ts";
import { sliderScales } from "../../analysis/policy/sliderScales.ts";
import { countedRows } from "../../analysis/rows/countedRows.ts";
import { isPoints } from "../../analysis/table/reportQuestion.ts";
import { wordsOf } from "../../analysis/words.ts";
import type { QuantileScale } from "../../core/curves/quantileScale.ts";
import { isRouted } from "../../library/isRouted.ts";
import type { Constraint, Library } from "../../library/load.ts";
import { predictionOf } from "../../state/derived.ts";
import type { Outcome } from "../../state/store.ts";
import { useArrivedLibrary, useDeferredPolicy, useExplorer, useSelectedRows, useSession } from "../context.ts";
import { PreparedFront } from "../first/PreparedFront.tsx";
import { CalibratedNote } from "../ui/CalibratedNote.tsx";
import { KindChoice } from "../ui/choices/KindChoice.tsx";
import { Panel } from "../ui/Panel.tsx";
import { FrontTools } from "./controls/FrontTools.tsx";
import { Sweep } from "./controls/Sweep.tsx";
import { FrontView } from "./FrontView.tsx";
import { NothingCounts } from "./NothingCounts.tsx";
import { singlePoints } from "./plot/singlePoints.ts";
import { RankedModels } from "./RankedModels.tsx";
import { frontCsv } from "./tables/frontCsv.ts";
import { useComparison } from "./useComparison.ts";

/** Costs and gains of routing over the whole benchmark. Uses shipped figures; no model is needed. */
export function ParetoPanel() {
  const session = useSession();
  const library = useArrivedLibrary();
  const prediction = useExplorer(predictionOf);
  const wantedAxis = useExplorer((state) => state.axis);
  const outcome = useExplorer((state) => state.outcome);
  const selected = useSelectedRows();
  const [facts, setFacts] = useState<HTMLElement | null>(null);
  // The tables in it are drawn after the plot, in slices.
  const putFacts = useCallback((place: HTMLElement | null) => startTransition(() => setFacts(place)), []);
  if (!library || !selected) return <PreparedFront />;
  const rows = countedRows(library, selected);
  if (rows.length === 0 && selected.length > 0) return <NothingCounts prompts={selected.length} />;
  const constraint = frontAxis(library, wantedAxis);
  if (!constraint) return <RankedModels library={library} rows={selected} />;
  const scale = sliderScales(library, prediction)[constraint.id]!;
  return (
    <Panel
      title="Pareto front"
      className="pareto"
      below={<div className="front-facts" ref={putFacts} />}
      tools={
        <FrontTools
          library={library}
          axis={constraint.id}
          outcome={outcome}
          csv={() => {
            const state = session.store.getState();
            const policy = policyOf(state);
            const axis = constraint.id;
            const drawn = { library, axis, outcome, policy, rows };
            const curves = front(library, axis, outcome, policy, rows);
            const overlays = frontOverlays(comparisonRequest(comparisonFacts(state), drawn));
            const points = [
              ...singlePoints(library, constraint, outcome, rows).points.map(({ x, y }, i) => {
                return {
                  name: `single ${wordsOf(library.manifest).expert}: ${library.manifest.experts[i]!.label}`,
                  x,
                  y,
                };
              }),
              ...(isPoints(library) ? shownBaselines : baselines)(library, axis, outcome, rows).map(
                ({ label, x, y }) => ({ name: label, x, y }),
              ),
            ];
            return frontCsv(curves, overlays, constraint, outcome, lossUnit(library.manifest), points);
          }}
          play={<Sweep axis={constraint.id} label={constraint.label} scale={scale} />}
          kinds={<KindChoice library={library} />}
          onOutcome={(value) => session.setView({ outcome: value })}
          onAxis={(value) => session.setView({ axis: value })}
        />
      }
    >
      {/* Another library, or other models of a table, start afresh: old intervals shown until newer ones arrive must not come from another library. */}
      <DeferredFront
        key={`${library.baseUrl} ${library.expertIds.length}`}
        library={library}
        rows={rows}
        constraint={constraint}
        outcome={outcome}
        scale={scale}
        facts={facts}
        left={selected.length - rows.length}
      />
      {!isRouted(library) && (
        <p className="quiet">
          {isPoints(library)
            ? "This table has figures of whole test sets and no prompts, so there is no oracle and no router: each dot is a model or a setting. "
            : "This library has no router, so there is no router curve: the oracle shows what a router could reach. "}
          To see what other prices or fewer models change, open “What if” in the table report.
        </p>
      )}
      <CalibratedNote />
    </Panel>
  );
}

interface DeferredFrontProps {
  library: Library;
  rows: Int32Array;
  constraint: Constraint;
  outcome: Outcome;
  scale: QuantileScale;
  /** Where the figures go. */
  facts: HTMLElement | null;
  /** Number of selected prompts that do not count: see `countedRows`. */
  left: number;
}

/** The front at λ and bounds that may lag behind. */
function DeferredFront({ library, rows, constraint, outcome, scale, facts, left }: DeferredFrontProps) {
  const comparison = useComparison(library, constraint.id, outcome, rows, useDeferredPolicy());
  return <FrontView comparison={comparison} constraint={constraint} scale={scale} facts={facts} left={left} />;
}
