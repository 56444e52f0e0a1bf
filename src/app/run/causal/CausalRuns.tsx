import { bitsPerByte, isCausal, isOfOtherTask } from "../../../analysis/causal.ts";
import type { Library } from "../../../library/load.ts";
import type { RunBatch } from "../../../state/store.ts";
import type { CausalReading } from "../../../workers/inference/causal/surprisal.ts";
import { useExplorer, useSession } from "../../context.ts";
import { Choice } from "../../ui/Choice.tsx";
import { LoadingBar } from "../../ui/LoadingBar.tsx";
import { formatNats } from "../../ui/words/format.ts";
import { ContinuationPart } from "./ContinuationPart.tsx";
import { SurprisalLegend, SurprisalStrip } from "./SurprisalStrip.tsx";
import "./causal.css";

/** How one causal expert, or two, read the prompt: every token's surprisal. Below it, what the first one writes on. */
export function CausalRuns({ library, batch }: { library: Library; batch: RunBatch }) {
  const session = useSession();
  const asked = batch.runs.map(({ expertId }) => expertId);
  const first = batch.runs.find(({ result }) => result?.causal)!.expertId;
  const others = library.expertIds.filter((id) => id !== asked[0] && isCausal(library, id));
  const label = (id: string) => library.manifest.experts[library.expertIds.indexOf(id)]?.label ?? id;
  const beside = asked[1] ?? "";
  return (
    <section className="causal" aria-label="Surprisal">
      <SurprisalLegend />
      {batch.runs.map(({ expertId, loading, result }) => (
        <div key={expertId} className="causal-run">
          {asked.length > 1 && <h4 translate="no">{label(expertId)}</h4>}
          {expertId !== asked[0] && <LoadingBar label={`Loading ${expertId}`} loading={loading} />}
          {expertId !== asked[0] && loading.status === "failed" && <p role="alert">{loading.message}</p>}
          {result?.causal && (
            <>
              <SurprisalStrip reading={result.causal} label={label(expertId)} />
              <Reading reading={result.causal} otherTask={isOfOtherTask(library, expertId)} />
            </>
          )}
        </div>
      ))}
      {others.length > 0 && (
        <Choice
          label="beside it"
          value={beside}
          options={[{ value: "", label: "no other expert" }, ...others.map((id) => ({ value: id, label: label(id) }))]}
          onChange={(id) => void session.runs.start(id === "" ? [asked[0]!] : [asked[0]!, id], false)}
        />
      )}
      <ContinuationPart key={first} expertId={first} text={batch.text} chat={hasChat(library, first)} />
    </section>
  );
}

const hasChat = ({ calibrated }: Library, id: string): boolean => calibrated?.get(id)?.facts.causal?.chat === true;

/** The loss of the whole text, and on which scale it is. */
function Reading({ reading, otherTask }: { reading: CausalReading; otherTask: boolean }) {
  const unit = useExplorer((state) => state.baseLibrary?.manifest.benchmark.lossUnit);
  const { tokens, scored, nats, characters, truncated } = reading;
  if (scored === 0) return <p className="quiet">One token has nothing before it, and so no loss.</p>;
  return (
    <p className="quiet">
      Left to right: {formatNats(nats / scored)} nats per token over {scored} tokens, {formatNats(nats / characters)}{" "}
      nats per character, {formatNats(bitsPerByte(reading))} bits per byte.
      {scored < tokens.length && " The first token has no loss: this tokenizer puts nothing before a text."}
      {truncated && " It was read up to its first mask, or as far as the expert reads."}
      {otherTask && ` Not on this library's scale (${unit}): its experts also see the words after a hidden one.`}
    </p>
  );
}
