import { useState } from "react";
import { memoryClass } from "../../../library/hub/memoryClass.ts";
import { formName, usualForm } from "../../../library/hub/weightForms.ts";
import type { Candidate } from "../../../state/slices/customExpertsState.ts";
import type { Device } from "../../../workers/customExperts/protocol.ts";
import { useSession } from "../../context.ts";
import { Choice } from "../../ui/choices/Choice.tsx";
import { formatBytes, formatCount } from "../../ui/words/format.ts";
import { RoomNote } from "./RoomNote.tsx";
import { decoderWarning, FORM_WORDS, WHICH_DECODER, WHICH_FORM } from "./weightsLabels.ts";

const DEVICES: readonly { value: Device; label: string }[] = [
  { value: "wasm", label: "WASM (everywhere)" },
  { value: "webgpu", label: "WebGPU (needs a GPU)" },
];

/** A model that was found: its weight formats with their sizes, before anything large is downloaded. */
export function CandidateForm({ candidate, busy }: { candidate: Candidate; busy: boolean }) {
  const { customExperts } = useSession();
  const { variants, facts } = candidate;
  const causal = facts.causal !== undefined;
  const usual = (on: Device) => usualForm(variants, causal ? on : null).model;
  const [picked, setPicked] = useState(usual("wasm"));
  const [device, setDevice] = useState<Device>("wasm");
  const choose = (on: Device) => {
    // Which form is fast depends on the device; a form that was picked by hand stays.
    if (picked === usual(device)) setPicked(usual(on));
    setDevice(on);
  };
  const variant = variants.find(({ model }) => model === picked)!;
  const remote = candidate.origin.kind === "hub";
  return (
    <section aria-label={`Add ${candidate.name}`} className="experts-offer">
      <h3>{candidate.name}</h3>
      <p className="quiet">
        {facts.architecture}
        {causal && " (causal: it predicts each token from those before it)"}
        {facts.layers !== null && `, ${facts.layers} layers`}
        {facts.hidden !== null && ` of ${facts.hidden}`}, reads {facts.positions} tokens; parameters{" "}
        {candidate.parameters === null ? "are counted in the file" : formatCount(candidate.parameters)}; newest text{" "}
        {candidate.newestText ?? "N/A"}; licence {candidate.license ?? "N/A"}
      </p>
      {candidate.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
      <fieldset className="experts-variants">
        <legend>Weights</legend>
        {variants.length > 1 && <p className="quiet">{causal ? WHICH_DECODER : WHICH_FORM}</p>}
        {variants.map(({ model, dtype, bytes }) => (
          <label key={model}>
            <input type="radio" name="variant" checked={model === picked} onChange={() => setPicked(model)} />{" "}
            {formName({ dtype, model })}{" "}
            <span className="quiet">
              {formatBytes(bytes)}, {model}; {FORM_WORDS[dtype]}; takes about {formatBytes(memoryClass(bytes).needs)} of
              memory, for {memoryClass(bytes).fits}
            </span>
          </label>
        ))}
      </fieldset>
      {causal && decoderWarning(variant.dtype, device) && (
        <p className="quiet">{decoderWarning(variant.dtype, device)}</p>
      )}
      <RoomNote bytes={variant.bytes} remote={remote} />
      <div className="experts-actions">
        <Choice label="backend" value={device} options={DEVICES} onChange={choose} />
        <button
          type="button"
          className="primary"
          disabled={busy}
          onClick={() => void customExperts.add(variant, device)}
        >
          {remote ? `Download ${formatBytes(variant.bytes)} and add` : "Add"}
        </button>
        <button type="button" disabled={busy} onClick={() => customExperts.dismissCandidate()}>
          Dismiss
        </button>
      </div>
    </section>
  );
}
