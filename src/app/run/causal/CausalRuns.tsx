import { useState } from "react";
import { bitsPerByte, isCausal, isOfOtherTask } from "../../../analysis/causal.ts";
import type { Library } from "../../../library/load.ts";
import type { RunBatch } from "../../../state/store.ts";
import type { CausalReading } from "../../../workers/inference/causal/surprisal.ts";
import { useExplorer, useSession } from "../../context.ts";
import { Choice } from "../../ui/choices/Choice.tsx";
import { LoadingBar } from "../../ui/LoadingBar.tsx";
import { formatNats } from "../../ui/words/format.ts";
import { ContinuationPart } from "./ContinuationPart.tsx";
import { SurprisalLegend, SurprisalStrip } from "./SurprisalStrip.tsx";
import "./causal.css";

/**
 * How one causal expert, or two side by side, read the prompt: every token's surprisal. Below it, what the first one writes on. After a run of
 * all experts the pair is chosen among those that ran; else the second one runs when it is chosen.
 */
export function CausalRuns({ library, batch }: { library: Library; batch: RunBatch }) {
  const session = useSession();
  const [pair, setPair] = useState<readonly [first: string | null, second: string]>([null, ""]);
  const ran = batch.runs.filter(({ result }) => result?.causal);
  const [picked, beside] = batch.all ? pair : [null, batch.runs[1]?.expertId ?? ""];
  const first = ran.find(({ expertId }) => expertId === picked) ?? ran[0]!;
  const shown = [first, ...batch.runs.filter(({ expertId }) => expertId === beside && expertId !== first.expertId)];
  const label = (id: string) => library.manifest.experts[library.expertIds.indexOf(id)]?.label ?? id;
  const named = (ids: readonly string[]) => ids.map((id) => ({ value: id, label: label(id) }));
  const able = batch.all
    ? ran.map(({ expertId }) => expertId)
    : library.expertIds.filter((id) => isCausal(library, id));
  const others = able.filter((id) => id !== first.expertId);
  const choose = (id: string) => {
    if (batch.all) setPair([first.expertId, id]);
    else void session.runs.start(id === "" ? [first.expertId] : [first.expertId, id], false);
  };
  return (
    <section className="causal" aria-label="Surprisal">
      <SurprisalLegend />
      {shown.map(({ expertId, loading, result }, k) => (
        <div key={expertId} className="causal-run">
          {(shown.length > 1 || batch.all) && <h4 translate="no">{label(expertId)}</h4>}
          {k > 0 && (
            <LoadingBar label={`Loading ${expertId}`} then={`${expertId} reads the prompt`} loading={loading} />
          )}
          {k > 0 && loading.status === "failed" && <p role="alert">{loading.message}</p>}
          {result?.causal && (
            <>
              <SurprisalStrip reading={result.causal} label={label(expertId)} />
              <Reading reading={result.causal} otherTask={isOfOtherTask(library, expertId)} />
            </>
          )}
        </div>
      ))}
      {others.length > 0 && (
        <p className="causal-choices">
          {batch.all && (
            <Choice
              label="surprisal of"
              value={first.expertId}
              options={named(able)}
              onChange={(id) => setPair([id, beside === id ? "" : beside])}
            />
          )}{" "}
          <Choice
            label="beside it"
            value={beside}
            options={[{ value: "", label: "no other expert" }, ...named(others)]}
            onChange={choose}
          />
        </p>
      )}
      <ContinuationPart
        key={first.expertId}
        expertId={first.expertId}
        text={batch.text}
        chat={hasChat(library, first.expertId)}
      />
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
      {truncated && " It was read up to its first [MASK], or as far as the expert reads."}
      {otherTask && ` Not on this library's scale (${unit}): its experts also see the words after a hidden one.`}
    </p>
  );
}
