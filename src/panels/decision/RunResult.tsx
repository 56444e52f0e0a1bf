import { useExplorer, useSession } from "../context.ts";
import { formatBytes, formatNats, formatPercent } from "../shared/format.ts";
import { LoadingBar } from "../shared/LoadingBar.tsx";

/** What the chosen expert made of the prompt: fills of every mask, or its measured loss when there is no mask. */
export function RunResult() {
  const session = useSession();
  const run = useExplorer((state) => state.run);
  const prediction = useExplorer((state) => state.prediction);
  const library = useExplorer((state) => state.library);
  if (!run || !library) return null;
  const index = library.expertIds.indexOf(run.expertId);
  const stale = prediction !== null && prediction.text !== run.text;
  const { result } = run;
  return (
    <div className={stale ? "run stale" : "run"}>
      <p className="run-head">
        <strong>{run.expertId}</strong>{" "}
        <span className="quiet">
          {formatBytes(library.manifest.experts[index]?.bytes ?? 0)}
          {result && `, ${result.milliseconds.toFixed(0)} ms on ${result.backend}`}
          {stale && ", for the prompt as it was before"}
        </span>
        <button type="button" className="link" onClick={() => session.clearRun()}>
          {run.loading.status === "loading" ? "cancel" : "close"}
        </button>
      </p>
      <LoadingBar label="Loading expert" loading={run.loading} />
      {run.loading.status === "failed" && <p role="alert">{run.loading.message}</p>}
      {result?.measured && (
        <p>
          Measured loss {formatNats(result.measured.loss)} nats a token over {result.measured.masked} masked tokens
          {!stale && prediction && index >= 0 && `; the router predicted ${formatNats(prediction.losses[index]!)}`}.
          Write [MASK] in the prompt to have a word filled.
        </p>
      )}
      {result && result.masks.length > 0 && (
        <ol className="masks" aria-label="Mask predictions">
          {result.masks.map((mask, i) => (
            <li key={mask.position}>
              <span className="quiet">mask {i + 1}</span>
              <ol className="fills">
                {mask.predictions.map((fill) => (
                  <li key={fill.token}>
                    <code>{fill.text}</code> <span className="quiet">{formatPercent(fill.probability)}</span>
                  </li>
                ))}
              </ol>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
