import { type FormEvent, useId, useState } from "react";
import { useExplorer, useSession } from "../../context.ts";

/** Lengths to choose from, in tokens. */
const LENGTHS = [20, 50, 100, 200] as const;

/** Behind the number of tokens. */
const AFTER = { writing: " so far", stopped: ", stopped", ended: "; the expert ended the text", full: "", failed: "" };

/** Writes the prompt on with a causal expert, and stops when told to. @param chat whether it has a chat template */
export function ContinuationPart({ expertId, text, chat }: { expertId: string; text: string; chat: boolean }) {
  const session = useSession();
  const shown = useExplorer(({ continuation }) =>
    continuation?.expertId === expertId && continuation.prompt === text ? continuation : null,
  );
  const [temperature, setTemperature] = useState(0);
  const [seed, setSeed] = useState(1);
  const [most, setMost] = useState<number>(50);
  const [asChat, setAsChat] = useState(false);
  const length = useId();
  const writing = shown?.status === "writing";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const continuations = await session.continuations();
    if (writing) return continuations.stop();
    await continuations.start(expertId, text, { chat: asChat, temperature, seed, most });
  };
  return (
    <form className="continuation" aria-label="Continuation" onSubmit={(event) => void submit(event)}>
      <div className="continuation-settings">
        <button type="submit" className="small">
          {writing ? "Stop" : "Continue"}
        </button>
        <NumberField label="temperature" max={2} step={0.1} value={temperature} onChange={setTemperature} />
        <NumberField
          label="seed"
          max={999_999}
          step={1}
          value={seed}
          disabled={temperature === 0}
          onChange={(value) => setSeed(Math.round(value))}
        />
        <span>
          <label htmlFor={length}>tokens</label>{" "}
          <select id={length} value={most} onChange={(event) => setMost(Number(event.target.value))}>
            {LENGTHS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </span>
        {chat && (
          <label>
            <input type="checkbox" checked={asChat} onChange={(event) => setAsChat(event.target.checked)} /> chat
            template
          </label>
        )}
      </div>
      <p className="quiet">
        {temperature === 0
          ? "Temperature 0: the most probable token each time. Above 0, tokens are drawn with the seed."
          : "The same seed draws the same tokens."}
      </p>
      {shown && (
        <>
          <output className="continuation-text" aria-label="Continued text" aria-busy={writing} translate="no">
            {!shown.settings.chat && <span className="quiet">{shown.read}</span>}
            {shown.text}
            {writing && <span aria-hidden="true">▍</span>}
          </output>
          {shown.status === "failed" ? (
            <p role="alert">{shown.message}</p>
          ) : (
            <p className="quiet">
              {shown.tokens} {shown.tokens === 1 ? "token" : "tokens"}
              {AFTER[shown.status]}
            </p>
          )}
        </>
      )}
    </form>
  );
}

interface NumberFieldProps {
  label: string;
  max: number;
  step: number;
  value: number;
  disabled?: boolean;
  /** Called with a number from 0 to `max`; 0 for what is no number. */
  onChange: (value: number) => void;
}

function NumberField({ label, max, step, value, disabled = false, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <span>
      <label htmlFor={id}>{label}</label>{" "}
      <input
        id={id}
        type="number"
        min={0}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        onChange={({ target: { valueAsNumber: typed } }) =>
          onChange(Number.isFinite(typed) ? Math.min(max, Math.max(0, typed)) : 0)
        }
      />
    </span>
  );
}
