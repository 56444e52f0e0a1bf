import { type FormEvent, useId, useState } from "react";
import { DEFAULT_HUB } from "../../../library/hub/hub.ts";
import { useSession } from "../../context.ts";
import { FilesDrop } from "./FilesDrop.tsx";

/** The Hub's lists of masked and of causal language models in ONNX form. */
const FITTING_MODELS = `${DEFAULT_HUB}models?pipeline_tag=fill-mask&library=transformers.js`;
const CAUSAL_MODELS = `${DEFAULT_HUB}models?pipeline_tag=text-generation&library=transformers.js`;

/** Two ways to name a model: its id on the Hub, or its files. */
export function AddExpert({ busy }: { busy: boolean }) {
  return (
    <section aria-label="Add an expert" className="experts-add">
      <h3>Add an expert</h3>
      <HubForm busy={busy} />
      <FilesForm />
    </section>
  );
}

function HubForm({ busy }: { busy: boolean }) {
  const { customExperts } = useSession();
  const [id, setId] = useState("");
  const [hub, setHub] = useState(DEFAULT_HUB);
  const [token, setToken] = useState("");
  const [idField, hubField, tokenField] = [useId(), useId(), useId()];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void customExperts.lookUp(hub, id, token);
  };
  return (
    <form className="experts-form" onSubmit={submit}>
      <label htmlFor={idField}>From the Hub</label>
      <span className="experts-fields">
        <input
          id={idField}
          value={id}
          placeholder="owner/model, such as Xenova/bert-base-uncased"
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setId(event.target.value)}
        />
        <button type="submit" className="small" disabled={busy || id.trim() === ""}>
          Look up
        </button>
      </span>
      <p className="quiet">
        A model id or the address of the model's page; add <code>owner/model@revision</code> for another revision.{" "}
        <a href={FITTING_MODELS} target="_blank" rel="noreferrer">
          Models that fit
        </a>
        , masked or{" "}
        <a href={CAUSAL_MODELS} target="_blank" rel="noreferrer">
          causal
        </a>
      </p>
      <details>
        <summary className="quiet">a gated or private model</summary>
        <label htmlFor={tokenField}>Access token</label>{" "}
        <input
          id={tokenField}
          type="password"
          value={token}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setToken(event.target.value)}
        />
        <p className="quiet">
          A token with read access, from the settings of your account on the hub. Accept the model's terms on its page
          first. The token is held in memory until this page is closed, sent to the hub that you ask, and to no other
          host.
        </p>
      </details>
      <details>
        <summary className="quiet">another hub</summary>
        <label htmlFor={hubField}>Address of the hub</label>{" "}
        <input id={hubField} value={hub} spellCheck={false} onChange={(event) => setHub(event.target.value)} />
        <p className="quiet">
          With the Hub's layout. This page may ask its own site and the Hugging Face Hub; other hosts must be allowed
          when the site is built.
        </p>
      </details>
    </form>
  );
}

function FilesForm() {
  const session = useSession();
  return (
    <FilesDrop onGiven={(given) => void session.openGiven(given, "model")}>
      <span>From this computer: drop a model folder or a zip of one here, or</span>
      <p className="quiet">It needs config.json, tokenizer.json and an ONNX file.</p>
    </FilesDrop>
  );
}
