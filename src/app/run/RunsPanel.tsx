import { useState } from "react";
import { runProgress, runRows, runSummary } from "../../analysis/runTable.ts";
import { readsWithLibrary } from "../../session/runs/expertRuns.ts";
import { libraryOf, predictionOf } from "../../state/derived.ts";
import { useExplorer, useSession } from "../context.ts";
import { ExportButtons } from "../export/ExportButtons.tsx";
import { Choice } from "../ui/choices/Choice.tsx";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { Panel } from "../ui/Panel.tsx";
import { formatBytes, formatNats } from "../ui/words/format.ts";
import { CausalRuns } from "./causal/lazyRuns.ts";
import { type RunSort, RunTable } from "./RunTable.tsx";
import { runsCsv } from "./runsCsv.ts";

/** All experts side by side on the typed prompt; empty until the user starts them. */
export function RunsPanel() {
  const session = useSession();
  const library = useExplorer(libraryOf);
  const batch = useExplorer((state) => state.runs);
  const prediction = useExplorer(predictionOf);
  const masks = useExplorer((state) => state.masks);
  const unit = useLossUnit();
  const [sort, setSort] = useState<RunSort>({ by: "predicted", descending: false });
  const [count, setCount] = useState<"1" | "3" | "5" | "10">("3");
  if (!library || !batch) return null;
  const causal = batch.runs.some(({ result }) => result?.causal) && <CausalRuns library={library} batch={batch} />;
  // The result of a single expert stands in the decision; a causal one needs more room.
  if (!batch.all) return causal && <Panel title="Surprisal and continuation">{causal}</Panel>;
  const rows = runRows(library, batch, sort.by, sort.descending);
  const summary = runSummary(rows, batch);
  const { done, loaded, total } = runProgress(library, batch);
  // Those with tokenizers of their own read texts of other lengths, and the recipe's latency stays.
  const timed = library.manifest.experts.some((expert) => readsWithLibrary(library, expert));
  const stale = prediction !== null && (prediction.text !== batch.text || masks !== batch.masks);
  // Use one with a true loss if possible: it is unknown for experts with another tokenizer.
  const first = (batch.runs.find(({ result }) => result?.measured) ?? batch.runs.find(({ result }) => result))?.result;
  return (
    <Panel
      title="All experts on this prompt"
      className={stale ? "all-runs stale" : "all-runs"}
      tools={
        <>
          {first && first.masks.length > 0 && (
            <Choice
              label="top-k per mask"
              value={count}
              options={(["1", "3", "5", "10"] as const).map((value) => ({ value, label: value }))}
              onChange={setCount}
            />
          )}
          <ExportButtons name="runs" csv={() => runsCsv(rows)} />
          {batch.running && (
            <button type="button" className="small" onClick={() => session.runs.cancel()}>
              Cancel
            </button>
          )}
          <button type="button" className="small" onClick={() => session.runs.clear()}>
            Close
          </button>
        </>
      }
    >
      {batch.running && (
        <p className="loading quiet">
          <progress aria-label="Running all experts" max={Math.max(1, total)} value={loaded} />
          {done} of {batch.runs.length} experts, {formatBytes(loaded)} of {formatBytes(total)}
        </p>
      )}
      <p role="status" aria-label="Outcome of the runs">
        {stale && <span className="quiet">For the previous prompt. </span>}
        {summary && (
          <>
            The router's choice, <strong>{summary.chosen.label}</strong>, lost {formatNats(summary.chosen.loss)}{" "}
            {unit.long}; the best of {summary.measured}, <strong>{summary.best.label}</strong>,{" "}
            {formatNats(summary.best.loss)}: regret {formatNats(summary.regret)},{" "}
            {summary.right ? `right within 0.05 ${unit.short}` : "a worse choice"}.
            {!Number.isNaN(summary.correlation) &&
              ` Predicted and true losses have a rank correlation of ${summary.correlation.toFixed(2)}.`}
          </>
        )}
      </p>
      <RunTable
        library={library}
        batch={batch}
        rows={rows}
        sort={sort}
        onSort={setSort}
        count={Number(count)}
        best={summary?.best.expert ?? -1}
      />
      {causal}
      {first && (
        <p className="quiet">
          {first.measured?.over === "masks"
            ? first.measured.masked === 1
              ? "Only one hidden token: treat this loss as noise."
              : `True loss over the ${first.measured.masked} hidden tokens, all hidden at once: with so few tokens, treat it as noisy.`
            : first.measured
              ? `True loss over ${first.measured.masked} tokens, each ${first.measured.over === "tokens" ? "given those before it" : "hidden once"}, as in the benchmark.`
              : first.causal
                ? "No measured loss on this library's scale."
                : "No measured loss: the words behind these masks are unknown."}{" "}
          Experts run one at a time{timed && "; their times update the latency constraint when all have finished"}.
        </p>
      )}
    </Panel>
  );
}
