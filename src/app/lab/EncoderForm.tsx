import { type FormEvent, useId, useState } from "react";
import { useStore } from "zustand";
import type { EncoderChoice } from "../../library/hub/encoderChoice.ts";
import { DEFAULT_HUB } from "../../library/hub/hub.ts";
import { formName } from "../../library/hub/weightForms.ts";
import type { EncoderPick } from "../../session/lab/encoderPick.ts";
import { FilesDrop } from "../experts/add/FilesDrop.tsx";
import { Choice } from "../ui/choices/Choice.tsx";
import { formatBytes } from "../ui/words/format.ts";

/** Which encoder: one of the Hub, or from files; and in which form of its weights. */
export function EncoderForm({ pick }: { pick: EncoderPick }) {
  const { choice, busy, problem } = useStore(pick.store);
  const [id, setId] = useState("");
  const [hub, setHub] = useState(DEFAULT_HUB);
  const [idField, hubField] = [useId(), useId()];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void pick.lookUp(hub, id);
  };
  return (
    <section aria-label="Encoder" className="lab-encoder">
      <form onSubmit={submit}>
        <label htmlFor={idField}>Encoder from the Hub</label>{" "}
        <input
          id={idField}
          value={id}
          placeholder="Xenova/all-MiniLM-L6-v2"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setId(event.target.value)}
        />{" "}
        <button type="submit" className="small" disabled={busy || id.trim() === ""}>
          Look up
        </button>
        <details>
          <summary className="quiet">another hub</summary>
          <label htmlFor={hubField}>Address of the hub</label>{" "}
          <input id={hubField} value={hub} spellCheck={false} onChange={(event) => setHub(event.target.value)} />
        </details>
      </form>
      <FilesDrop of="an encoder" onGiven={({ name, open }) => void pick.read(name, open)}>
        <span>From this computer: drop its folder or a zip of it here, or</span>
        <p className="quiet">It needs config.json, tokenizer.json and an ONNX file for feature extraction.</p>
      </FilesDrop>
      <div role="status">
        {busy && <p className="quiet">Looking the encoder up…</p>}
        {choice && !busy && (
          <Chosen choice={choice} onForm={(model) => pick.chooseForm(model)} onForget={() => void pick.forget()} />
        )}
      </div>
      {problem && (
        <p className="failure" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}

const POOLINGS = {
  mean: "the mean over its tokens",
  cls: "its first token",
  max: "the largest over its tokens",
  last: "its last token",
} as const;

interface ChosenProps {
  choice: EncoderChoice;
  onForm: (model: string) => void;
  onForget: () => void;
}

function Chosen({ choice, onForm, onForget }: ChosenProps) {
  const { name, facts, forms, form, smallBytes, place } = choice;
  const bytes = formatBytes(form.bytes + smallBytes);
  const options = forms.map((one) => ({ value: one.model, label: `${formName(one)}, ${formatBytes(one.bytes)}` }));
  return (
    <p>
      <strong translate="no">{name}</strong>: a text's vector is {POOLINGS[facts.pooling]}
      {facts.normalise && ", scaled to length 1"}
      {facts.stated ? "" : " (its files do not say; this is usual)"}; it reads {facts.maxTokens} tokens at most.{" "}
      <Choice label="Weights" value={form.model} options={options} onChange={onForm} />{" "}
      {place === "hub" && `${bytes} are downloaded when you train, unless this browser has them.`}
      {place === "files" && `${bytes} are read from your files, and kept in this browser when you train.`}
      {place === "kept" && (
        <>
          {bytes}, kept in this browser.{" "}
          <button type="button" className="small" onClick={onForget}>
            Remove the encoder
          </button>
        </>
      )}
    </p>
  );
}
