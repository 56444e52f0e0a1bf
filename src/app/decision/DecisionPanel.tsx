import { useMemo, useState } from "react";
import { eligibleExperts, totalPenalty } from "../../analysis/choices/penalties.ts";
import { ranking, winnerOf } from "../../analysis/choices/ranking.ts";
import { dominators } from "../../core/objective/dominance.ts";
import { scoreOrWorst } from "../../core/objective/objective.ts";
import type { Library } from "../../library/load.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import type { Prediction } from "../../state/store.ts";
import { ExpertMark } from "../color/ExpertMark.tsx";
import { constraintColor } from "../color/palette.ts";
import { useArrivedFirst, useExplorer, usePolicy } from "../context.ts";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { CalibratedNote } from "../ui/CalibratedNote.tsx";
import { LoadingBar } from "../ui/LoadingBar.tsx";
import { Panel } from "../ui/Panel.tsx";
import { TryAgain } from "../ui/TryAgain.tsx";
import { predictedLoss } from "../ui/words/predictedLoss.ts";
import { Said } from "../ui/words/Said.tsx";
import { decisionCsv } from "./decisionCsv.ts";
import { type CostPart, ExpertRow } from "./ExpertRow.tsx";
import { Explanation } from "./Explanation.tsx";
import { RunResult } from "./RunResult.tsx";
import { Sliders } from "./Sliders.tsx";
import { TrustNote } from "./TrustNote.tsx";

/** Shows which expert gets the typed prompt, and why: every expert's predicted loss plus the constraints' penalties. */
export function DecisionPanel() {
  const library = useExplorer(libraryOf);
  const prediction = useExplorer(predictionOf);
  const policy = usePolicy();
  const { lambdas } = policy;
  const problem = useExplorer((state) => state.promptProblem);
  /** A newer text is being routed: the panel still shows the previous one. */
  const outdated = useExplorer((state) => state.routed !== null && state.routed.text !== state.prompt);
  const libraryLoading = useExplorer((state) => state.libraryLoading);
  const routerLoading = useExplorer((state) => state.routerLoading);

  const order = library && prediction ? ranking(library, prediction, policy) : null;
  const penalty = library && totalPenalty(library, policy);
  const winner = library && prediction ? winnerOf(library, prediction, policy) : null;
  const label = winner !== null ? library?.manifest.experts[winner]?.label : undefined;
  const waiting =
    problem ??
    (prediction ? "No expert meets the bounds set by flags. Relax or remove one." : null) ??
    (routerLoading.status === "failed"
      ? routerLoading.message
      : routerLoading.status === "ready"
        ? "Type a prompt to see which expert answers it."
        : "Loading the router. All other figures on this page are already measured.");

  return (
    <Panel
      title="Decision"
      className="decision"
      tools={
        <>
          {/* In the row of the title, where they come and go without moving anything. */}
          <LoadingBar label="Loading library" loading={libraryLoading} />
          <LoadingBar label="Loading router" loading={routerLoading} />
          {library && prediction && order && (
            <ExportButtons name="decision" figure csv={() => decisionCsv(library, prediction, policy, order)} />
          )}
        </>
      }
    >
      <div
        className={outdated ? "chosen outdated" : "chosen"}
        role="status"
        aria-label="Chosen expert"
        // It changes on every keystroke: LiveSummary.tsx announces it once it has settled.
        aria-live="off"
        aria-busy={outdated}
        data-prompt={prediction?.text}
      >
        {library && prediction && winner !== null && !problem ? (
          <>
            <strong translate="no">{library.expertIds[winner]}</strong>
            {label !== library.expertIds[winner] && <Said>{` ${label}`}</Said>}
            <TrustNote library={library} prediction={prediction} winner={winner} />
          </>
        ) : (
          <Said className="quiet">{waiting}</Said>
        )}
      </div>
      {routerLoading.status === "failed" && library?.manifest.router && <TryAgain />}
      <div className="explanation">
        {library && prediction && order && penalty && (
          <Explanation
            library={library}
            prediction={prediction}
            lambdas={lambdas}
            order={order}
            objective={prediction.losses.map((loss, i) => loss + penalty[i]!)}
          />
        )}
      </div>
      {library?.manifest.router !== undefined || !library ? <RunResult /> : null}
      <RankedExperts />
      <Sliders />
      <CalibratedNote />
    </Panel>
  );
}

/** Experts that are seen of the ranking at first; the others are a scroll or a click away. As many as decision.css has room for. */
const FIRST_SHOWN = 8;

/** The ranking, in its room. The chosen expert above it is drawn first. */
function RankedExperts() {
  const library = useExplorer(libraryOf);
  const prediction = useArrivedFirst(useExplorer(predictionOf));
  return <div className="ranked">{library && prediction && <Ranking library={library} prediction={prediction} />}</div>;
}

function Ranking({ library, prediction }: { library: Library; prediction: Prediction }) {
  const policy = usePolicy();
  const { lambdas, bounds } = policy;
  const order = ranking(library, prediction, policy);
  const eligible = eligibleExperts(library, bounds);
  const active = library.constraints
    .map((constraint, k) => ({ ...constraint, color: constraintColor(k) }))
    .filter(({ id }) => (lambdas[id] ?? 0) > 0);
  const partsOf = (i: number): CostPart[] => [
    { id: "loss", label: "predicted loss", nats: prediction.losses[i]!, color: "var(--loss)" },
    ...active.map(({ id, label, score, color }) => ({
      id,
      label: `${label} λC`,
      nats: lambdas[id]! * scoreOrWorst(score[i]!),
      color,
    })),
  ];
  // Neither follows a slider: they are kept while one moves.
  const dominance = useMemo(
    () =>
      dominators(
        prediction.losses.map((loss, i) => (eligible[i] ? loss : Number.NaN)),
        library.constraints.map(({ score }) => score),
      ),
    [library, prediction, eligible],
  );
  const predicted = useMemo(
    () => library.expertIds.map((_, i) => predictedLoss(library, prediction, i, prediction.losses[i]!)),
    [library, prediction],
  );
  const totals = order.map((i) => partsOf(i).reduce((sum, part) => sum + part.nats, 0));
  const scaleEnd = Math.max(1, ...totals.filter((total) => !Number.isNaN(total)));
  const [all, setAll] = useState(false);
  const share = predicted[order[0] ?? 0]?.share ?? null;
  const more = order.length > FIRST_SHOWN;
  return (
    <>
      <div className={all || !more ? "ranked-all" : "ranked-best"}>
        <div data-figure="decision">
          <p className="bar-key" aria-hidden="true">
            <span className="key" /> predicted loss L̂{share !== null && `, ${Math.round(100 * share)}% range`}
            {active.map((c) => (
              <span key={c.id}>
                <span className="key" style={{ background: c.color }} /> {c.label} λC
              </span>
            ))}
            {dominance.some((by) => by.length > 0) && <span>≺ dominated by</span>}
          </p>
          <ol className="experts" aria-label="Experts ranked" translate="no">
            {order.map((i, place) => (
              <ExpertRow
                key={library.expertIds[i]}
                expert={library.manifest.experts[i]!}
                place={place}
                parts={partsOf(i)}
                predicted={predicted[i]!.text}
                scaleEnd={scaleEnd}
                mark={<ExpertMark library={library} expert={i} className="expert-swatch" />}
                barred={!eligible[i]}
                dominators={dominance[i]!.map((j) => library.manifest.experts[j]!.label)}
              />
            ))}
          </ol>
        </div>
      </div>
      {more && (
        <button type="button" className="link show-all" aria-expanded={all} onClick={() => setAll(!all)}>
          <Said>{all ? `Best ${FIRST_SHOWN}` : `Show all ${order.length}`}</Said>
        </button>
      )}
    </>
  );
}
