import { formatLambda } from "../shared/format.ts";

const STEPS = 1000;

interface LambdaSliderProps {
  label: string;
  description: string;
  /** Current λ and the λ at the slider's end, nats per unit of C. */
  lambda: number;
  end: number;
  onChange: (lambda: number) => void;
}

/**
 * One λ. The slider's position is the square root of λ, because the choices crowd near λ = 0.
 * A native range input: arrow keys, Page keys, Home and End work as everywhere.
 */
export function LambdaSlider({ label, description, lambda, end, onChange }: LambdaSliderProps) {
  const position = Math.round(STEPS * Math.sqrt(Math.min(1, lambda / end)));
  return (
    <label className="slider" title={description}>
      <span className="slider-name">{label} λ</span>
      <input
        type="range"
        aria-label={`${label} λ`}
        aria-valuetext={`${formatLambda(lambda)} nats`}
        min={0}
        max={STEPS}
        step={1}
        value={position}
        onChange={(event) => onChange(end * (Number(event.target.value) / STEPS) ** 2)}
      />
      <output className="slider-value">{formatLambda(lambda)}</output>
    </label>
  );
}
