import type { QuantileScale } from "../../core/curves/quantileScale.ts";
import { tipSeen } from "../tips/tip.ts";
import { formatLambda } from "../ui/words/format.ts";

const STEPS = 1000;

interface LambdaSliderProps {
  label: string;
  description: string;
  lambda: number;
  /** Of λ: see `lambdaUnit`. */
  unit: string;
  scale: QuantileScale;
  /** λ at which the choice for the typed prompt changes: ticks on the track. */
  changes: readonly number[];
  onChange: (lambda: number) => void;
}

/**
 * One λ. Equal steps of the slider pass equal numbers of changes of choice on the benchmark. A native range input, so arrow keys,
 * Page keys, Home and End work as usual.
 */
export function LambdaSlider({ label, description, lambda, unit, scale, changes, onChange }: LambdaSliderProps) {
  const position = Math.round(STEPS * scale.positionOf(lambda));
  return (
    <label className="slider">
      <span className="slider-name" {...tipSeen(description)}>
        {label} λ
      </span>
      <span className="track">
        <span className="ticks" aria-hidden="true">
          {changes.map((change) => (
            <i key={change} style={{ left: `${100 * scale.positionOf(change)}%` }} />
          ))}
        </span>
        <input
          type="range"
          aria-label={`${label} λ`}
          aria-description={description}
          aria-valuetext={`${formatLambda(lambda)} ${unit}`}
          min={0}
          max={STEPS}
          step={1}
          value={position}
          onChange={(event) => onChange(scale.lambdaAt(Number(event.target.value) / STEPS))}
        />
      </span>
      <output className="slider-value" translate="no">
        {formatLambda(lambda)}
      </output>
    </label>
  );
}
