import { libraryOf, predictionOf } from "../../state/derived.ts";
import { useExplorer, useSession } from "../context.ts";
import { MaskFills } from "../run/MaskFills.tsx";
import { formatBytes, formatMilliseconds, formatNats } from "../ui/format.ts";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { LoadingBar } from "../ui/LoadingBar.tsx";

/** Number of predictions shown per mask. */
const SHOWN = 5;

/** The chosen expert's result on the prompt: its predictions for every mask, and its true loss next to the predicted one. */
export function RunResult() {
  const session = useSession();
  const batch = useExplorer((state) => state.runs);
  const prediction = useExplorer(predictionOf);
  const masks = useExplorer((state) => state.masks);
  const library = useExplorer(libraryOf);
  const { long } = useLossUnit();
  const run = batch?.runs[0];
  if (!batch || batch.all || !run || !library) return null;
  const index = library.expertIds.indexOf(run.expertId);
  const stale = prediction !== null && (prediction.text !== batch.text || masks !== batch.masks);
  const { result } = run;
  const predicted = batch.predicted[index] ?? Number.NaN;
  return (
    <div className={stale ? "run stale" : "run"}>
      <p className="run-head">
        <strong translate="no">{run.expertId}</strong>{" "}
        <span className="quiet">
          {formatBytes(library.manifest.experts[index]?.bytes ?? 0)}
          {result && `, ${formatMilliseconds(result.latency)} ms per prompt on ${result.backend}`}
          {stale && ", for the previous prompt"}
        </span>
        <button type="button" className="link" onClick={() => session.clearRuns()}>
          {batch.running ? "cancel" : "close"}
        </button>
      </p>
      <LoadingBar label="Loading expert" loading={run.loading} />
      {run.loading.status === "failed" && <p role="alert">{run.loading.message}</p>}
      {result?.measured && (
        <p key={run.expertId + result.measured.loss}>
          Measured loss {formatNats(result.measured.loss)} {long} over {result.measured.masked}{" "}
          {result.measured.over === "masks" ? "hidden" : "masked"} {result.measured.masked === 1 ? "token" : "tokens"}
          {!Number.isNaN(predicted) && `; the router predicted ${formatNats(predicted)}`}.
          {result.masks.length === 0 && " Click a word under the prompt to fill it."}
        </p>
      )}
      {result?.truncated && (
        <p className="quiet">It reads {result.tokens} tokens at once; the rest of the text was cut off.</p>
      )}
      {result && result.masks.length > 0 && (
        <ol className="masks" aria-label="Mask predictions">
          {result.masks.map((mask, i) => (
            <li key={mask.position}>
              <span className="quiet">mask {i + 1}</span>
              <MaskFills mask={mask} count={SHOWN} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
