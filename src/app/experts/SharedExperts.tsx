import { expertBytes } from "../../library/customExperts/expertBytes.ts";
import type { SharedExpert } from "../../library/customExperts/manifestFile.ts";
import { isCalibratedFor } from "../../library/customExperts/withCustomExperts.ts";
import { formName } from "../../library/hub/weightForms.ts";
import type { Library } from "../../library/load.ts";
import { libraryOf } from "../../state/derived.ts";
import { BACKEND_NAMES } from "../../workers/inference/backendNames.ts";
import { useExplorer, useSession } from "../context.ts";
import { formatBytes } from "../ui/words/format.ts";

/** The experts in a manifest before they are added, and the result of adding them. */
export function SharedExperts() {
  const { sharing: actions } = useSession();
  const sharing = useExplorer((state) => state.customExperts.sharing);
  const library = useExplorer(libraryOf);
  if (!sharing) return null;
  if (sharing.status !== "offered") {
    return (
      <p
        className={sharing.status === "refused" ? "shared-experts failure" : "shared-experts"}
        role={sharing.status === "refused" ? "alert" : "status"}
      >
        <span>{sharing.sentence}</span>{" "}
        <button type="button" className="small" onClick={() => actions.dismiss()}>
          Dismiss
        </button>
      </p>
    );
  }
  const { experts } = sharing.manifest;
  const count = experts.length === 1 ? "1 expert" : `${experts.length} experts`;
  return (
    <section className="shared-experts" aria-label="Shared experts">
      <p>
        <strong>{sharing.from}</strong> brings {count}. Files are downloaded when an expert is first needed.
      </p>
      <ul>
        {experts.map((expert) => (
          <li key={expert.id}>
            {expert.label} <span className="quiet">{factsOf(expert, library)}</span>
          </li>
        ))}
      </ul>
      <p className="experts-actions">
        <button type="button" className="primary" onClick={() => void actions.accept()}>
          Add {count}
        </button>
        <button type="button" onClick={() => actions.dismiss()}>
          Cancel
        </button>
      </p>
    </section>
  );
}

function factsOf(expert: SharedExpert, library: Library | null): string {
  const { origin, device, calibration } = expert;
  const place =
    origin.kind === "hub"
      ? `${origin.model} at ${new URL(origin.hub).host}`
      : `add its files here, from ${origin.name}`;
  const calibrated =
    calibration === null
      ? "not calibrated"
      : library && isCalibratedFor(library, calibration)
        ? `calibrated on ${calibration.prompts} prompts`
        : "calibrated for another library";
  return `${formatBytes(expertBytes(expert))}, ${formName(expert)} on ${BACKEND_NAMES[device]}; ${place}; ${calibrated}`;
}
