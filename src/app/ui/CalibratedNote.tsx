import { libraryOf } from "../../state/derived.ts";
import { useExplorer } from "../context.ts";
import { useLossUnit } from "./hooks/useLossUnit.ts";

/** Explains ≈ while an added expert takes part. */
export function CalibratedNote() {
  const calibrated = useExplorer((state) => libraryOf(state)?.calibrated);
  const { short } = useLossUnit();
  if (!calibrated) return null;
  const names = [...calibrated.values()].map(
    ({ label, calibration }) =>
      `${label} on ${calibration!.prompts} prompts, ± ${calibration!.error.toFixed(2)} ${short}`,
  );
  return (
    <p className="quiet">
      ≈ added by you and calibrated ({names.join("; ")}): its benchmark losses are predicted, not measured. They affect
      routing; no measured figure includes them.
    </p>
  );
}
