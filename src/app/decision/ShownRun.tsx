import type { Library } from "../../library/load.ts";
import { predictionOf } from "../../state/derived.ts";
import type { RunBatch } from "../../state/store.ts";
import type { MeasuredLoss } from "../../workers/inference/protocol.ts";
import { useExplorer, useSession } from "../context.ts";
import { MaskFills } from "../run/MaskFills.tsx";
import { useLossUnit } from "../ui/hooks/useLossUnit.ts";
import { LoadingBar } from "../ui/LoadingBar.tsx";
import { formatBytes, formatMilliseconds, formatNats } from "../ui/words/format.ts";
import { predictedLoss } from "../ui/words/predictedLoss.ts";
import { Said } from "../ui/words/Said.tsx";

/** Number of predictions shown per mask. */
const SHOWN = 5;

interface ShownRunProps {
  library: Library;
  batch: RunBatch;
  run: RunBatch["runs"][number];
}

/** The chosen expert's predictions for every mask, and its true loss next to the predicted one. */
export function ShownRun({ library, batch, run }: ShownRunProps) {
  const session = useSession();
  const prediction = useExplorer(predictionOf);
  const masks = useExplorer((state) => state.masks);
  const index = library.expertIds.indexOf(run.expertId);
  const stale = prediction !== null && (prediction.text !== batch.text || masks !== batch.masks);
  const { result } = run;
  return (
    <div className={stale ? "run stale" : "run"}>
      <p className="run-head">
        <strong translate="no">{run.expertId}</strong>{" "}
        <span className="quiet">
          {formatBytes(library.manifest.experts[index]?.bytes ?? 0)}
          {result && `, ${formatMilliseconds(result.latency)} ms per prompt on ${result.backend}`}
          {stale && ", for the previous prompt"}
        </span>
        <button type="button" className="link" onClick={() => session.runs.clear()}>
          {batch.running ? "cancel" : "close"}
        </button>
      </p>
      <LoadingBar label="Loading expert" then="The expert reads the prompt" loading={run.loading} />
      {run.loading.status === "failed" && <p role="alert">{run.loading.message}</p>}
      {result?.causal && (
        <p>
          How it reads the prompt, and how it goes on, is under “Surprisal and continuation”.
          {!result.measured && " Its loss is not on this library's scale."}
        </p>
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
      {result?.measured && (
        <Measured
          key={run.expertId + result.measured.loss}
          library={library}
          measured={result.measured}
          tokens={result.tokens}
          expert={index}
          predicted={batch.predicted[index] ?? Number.NaN}
          filled={result.masks.length > 0 || result.causal !== undefined}
        />
      )}
      {result?.truncated && !result.causal && (
        <p className="quiet">It reads {result.tokens} tokens at once; the rest of the text was cut off.</p>
      )}
    </div>
  );
}

/** Which tokens a loss is over, before the noun. */
const KINDS = { masks: "hidden ", text: "masked ", tokens: "" } as const;

interface MeasuredProps {
  library: Library;
  measured: MeasuredLoss;
  tokens: number;
  expert: number;
  /** In the library's unit; NaN where nothing was predicted. */
  predicted: number;
  /** Whether there were masks to fill. */
  filled: boolean;
}

/** The measured loss beside the predicted one; they are the same quantity only where the whole text was measured. */
function Measured({ library, measured, tokens, expert, predicted, filled }: MeasuredProps) {
  const { long } = useLossUnit();
  const { loss, masked, over } = measured;
  const what = `${KINDS[over]}${masked === 1 ? "token" : "tokens"}`;
  const told = Number.isNaN(predicted) ? null : predictedLoss(library, { tokens }, expert, predicted);
  const wholeText = over === "masks" ? " for the whole text, not for these words alone" : "";
  return (
    <p className="measured">
      <Said>
        {`Measured loss ${formatNats(loss)} ${long} over ${masked} ${what}${told ? `; the router predicted ${told.text}${wholeText}` : ""}.`}
      </Said>
      {!filled && " Click a word under the prompt to fill it."}
    </p>
  );
}
