import { useExplorer } from "../context.ts";

/** Says what ≈ means, while an added expert takes part. */
export function CalibratedNote() {
  const calibrated = useExplorer((state) => state.library?.calibrated);
  if (!calibrated) return null;
  const names = [...calibrated.values()].map(
    ({ label, calibration }) => `${label} on ${calibration!.prompts} prompts, ± ${calibration!.error.toFixed(2)} nats`,
  );
  return (
    <p className="quiet">
      ≈ added by you and calibrated ({names.join("; ")}): its losses here are predictions of its head, not measurements,
      and figures that rest on them are estimates, too.
    </p>
  );
}
