import type { LabState } from "../../session/lab/labWork.ts";

/** How far the training is, and how long the rest takes. */
export function LabProgress({ state: { step, share, secondsLeft } }: { state: LabState }) {
  return (
    <div className="loading lab-progress">
      <progress aria-label="Training router" max={1} value={share} />
      <span className="quiet" translate="no">
        {step}: {Math.round(100 * share)}%{secondsLeft !== null && `, about ${duration(secondsLeft)} left`}
      </span>
    </div>
  );
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return `${Math.round(seconds / 60)} min`;
}
