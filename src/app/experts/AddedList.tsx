import { useState } from "react";
import { isOfOtherTask } from "../../analysis/causal.ts";
import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import { expertBytes } from "../../library/customExperts/expertBytes.ts";
import { isCalibratedFor } from "../../library/customExperts/withCustomExperts.ts";
import { formName } from "../../library/hub/weightForms.ts";
import { libraryOf } from "../../state/derived.ts";
import { BACKEND_NAMES } from "../../workers/inference/backendNames.ts";
import { useExplorer, useSession } from "../context.ts";
import { ConfirmButton } from "../ui/dialog/ConfirmButton.tsx";
import { formatBytes, formatCount } from "../ui/words/format.ts";
import { Attributes } from "./Attributes.tsx";
import { FilesDrop } from "./add/FilesDrop.tsx";
import { CalibrateForm } from "./CalibrateForm.tsx";
import { CalibrationFacts } from "./CalibrationFacts.tsx";
import { saveExperts } from "./saveExperts.ts";

/** The added experts, with their facts and actions. */
export function AddedList({ experts, busy }: { experts: readonly CustomExpert[]; busy: boolean }) {
  return (
    <ul className="experts-list" aria-label="Added experts">
      {experts.map((expert) => (
        <AddedRow key={expert.key} expert={expert} busy={busy} />
      ))}
    </ul>
  );
}

function AddedRow({ expert, busy }: { expert: CustomExpert; busy: boolean }) {
  const session = useSession();
  const { customExperts, sharing } = session;
  const library = useExplorer(libraryOf);
  const [open, setOpen] = useState<"calibrate" | "attributes" | null>(null);
  const { key, id, label, origin, device, parameters, newestText, license, calibration, missing } = expert;
  const taking = library !== null && isCalibratedFor(library, calibration);
  const toggle = (part: "calibrate" | "attributes") => setOpen(open === part ? null : part);
  return (
    <li aria-label={label}>
      <div className="experts-head">
        <strong translate="no">{label}</strong>
        <span className="quiet">
          {origin.kind === "hub" ? `${origin.model} at ${origin.revision.slice(0, 7)}` : origin.name},{" "}
          {formName(expert)} on {BACKEND_NAMES[device]}, {formatBytes(expertBytes(expert))}
        </span>
        <span className="experts-actions">
          <button
            type="button"
            className="small"
            aria-expanded={open === "calibrate"}
            disabled={missing}
            onClick={() => toggle("calibrate")}
          >
            {calibration ? "Calibrate again" : "Calibrate"}
          </button>
          {taking && (
            <button
              type="button"
              className="small"
              onClick={(event) => {
                event.currentTarget.closest("dialog")?.close();
                void session.runs.start([id], false);
              }}
            >
              Run on the prompt
            </button>
          )}
          <button
            type="button"
            className="small"
            aria-expanded={open === "attributes"}
            onClick={() => toggle("attributes")}
          >
            Attributes
          </button>
          <button type="button" className="small" onClick={() => void sharing.manifest(key).then(saveExperts)}>
            Save manifest
          </button>
          <ConfirmButton
            question={`Remove ${label}, its files and its calibration from this browser?`}
            yes="Yes, remove"
            disabled={busy}
            onConfirm={() => void customExperts.remove(key)}
          >
            Remove
          </ConfirmButton>
        </span>
      </div>
      <p className="quiet">
        {parameters === null ? "parameters N/A" : `${formatCount(parameters)} parameters`}; newest text{" "}
        {newestText ?? "N/A"}; licence {license ?? "N/A"}
      </p>
      {missing && (
        <FilesDrop of={label} onGiven={({ open, name }) => void customExperts.giveFiles(key, open, name)}>
          <span>
            Its files are not in this browser, so it cannot run. Drop the folder, zip or files that it was added from
            here, or
          </span>
          <p className="quiet">It needs {Object.keys(expert.files).join(", ")}; each is checked by its SHA-256.</p>
        </FilesDrop>
      )}
      {calibration && taking ? (
        <CalibrationFacts calibration={calibration} label={label} id={id} otherTask={isOfOtherTask(library, id)} />
      ) : (
        <p>
          {calibration
            ? "Calibrated for another library. Calibrate it again to use it here."
            : "Not calibrated yet: the router cannot send it any prompts."}
        </p>
      )}
      {open === "calibrate" && <CalibrateForm expert={expert} busy={busy} onStart={() => setOpen(null)} />}
      {open === "attributes" && <Attributes expert={expert} onDone={() => setOpen(null)} />}
    </li>
  );
}
