import type { EncoderPick } from "../../session/lab/encoderPick.ts";
import type { TrainRequest } from "../../workers/lab/protocol.ts";
import { ENCODER, FEATURES, HEADS, type LabOption, toggled } from "./choices.ts";
import { EncoderForm } from "./EncoderForm.tsx";

interface LabChoicesProps {
  encoder: EncoderPick;
  choices: TrainRequest;
  /** Whether the table has costs by the call. */
  costs: boolean;
  onChange: (choices: TrainRequest) => void;
  disabled: boolean;
}

/** What is trained and what is measured. */
export function LabChoices({ encoder, choices, costs, onChange, disabled }: LabChoicesProps) {
  const { features, heads, inMean, clean, learningCurve, leaveOut, predictCosts } = choices;
  return (
    <div className="lab-choices">
      <OptionGroup
        legend="Features"
        note="What a router reads of a prompt."
        options={FEATURES}
        chosen={features}
        disabled={disabled}
        onToggle={(id) => onChange({ ...choices, features: toggled(FEATURES, features, id) })}
      />
      {features.includes(ENCODER) && (
        <fieldset disabled={disabled}>
          <legend>Encoder</legend>
          <EncoderForm pick={encoder} />
          <Tick
            label="Encoder in the mean"
            about="its ridge regression joins the default mean; else it stands for itself"
            checked={inMean.includes(ENCODER)}
            onToggle={() => onChange({ ...choices, inMean: inMean.length > 0 ? [] : [ENCODER] })}
          />
        </fieldset>
      )}
      <OptionGroup
        legend="Heads"
        note={
          heads.length === 0
            ? "How scores are predicted. With none ticked: kNN on surface features, ridge on the others, and their mean."
            : "How scores are predicted: each head on each feature, and the mean of all."
        }
        options={HEADS}
        chosen={heads}
        disabled={disabled}
        onToggle={(id) => onChange({ ...choices, heads: toggled(HEADS, heads, id) })}
      />
      <fieldset disabled={disabled}>
        <legend>Options</legend>
        <Tick
          label="Clean texts"
          about="take out lines that more than 5% of the prompts share"
          checked={clean}
          onToggle={() => onChange({ ...choices, clean: !clean })}
        />
        <Tick
          label="Learning curve"
          about="train on fewer prompts too; takes half as long again"
          checked={learningCurve}
          onToggle={() => onChange({ ...choices, learningCurve: !learningCurve })}
        />
        <Tick
          label="Leave one data set out"
          about="route each by what was learnt on the others; with 2 to 20 data sets"
          checked={leaveOut}
          onToggle={() => onChange({ ...choices, leaveOut: !leaveOut })}
        />
        {costs && (
          <Tick
            label="Predict costs"
            about="predict what each call costs, and say how far off that is; takes as long again"
            checked={predictCosts}
            onToggle={() => onChange({ ...choices, predictCosts: !predictCosts })}
          />
        )}
      </fieldset>
    </div>
  );
}

interface OptionGroupProps {
  legend: string;
  note: string;
  options: readonly LabOption[];
  chosen: readonly string[];
  disabled: boolean;
  onToggle: (id: string) => void;
}

function OptionGroup({ legend, note, options, chosen, disabled, onToggle }: OptionGroupProps) {
  return (
    <fieldset disabled={disabled}>
      <legend>{legend}</legend>
      {options.map(({ id, label, about }) => (
        <Tick key={id} label={label} about={about} checked={chosen.includes(id)} onToggle={() => onToggle(id)} />
      ))}
      <p className="quiet">{note}</p>
    </fieldset>
  );
}

interface TickProps {
  label: string;
  about: string;
  checked: boolean;
  onToggle: () => void;
}

function Tick({ label, about, checked, onToggle }: TickProps) {
  return (
    <label className="lab-option">
      <input type="checkbox" aria-label={label} checked={checked} onChange={onToggle} />
      <span>
        {label} <span className="quiet">{about}</span>
      </span>
    </label>
  );
}
