import { useSyncExternalStore } from "react";
import { useSession } from "../context.ts";
import { saveFile } from "../export/saveFile.ts";
import { DialogButton } from "../ui/dialog/DialogButton.tsx";
import { lazily } from "../ui/lazily.tsx";

const DecisionTable = lazily(async () => (await import("./DecisionTable.tsx")).DecisionTable);

/** Every settled decision of this visit, to review, return to and export. */
export function LogButton() {
  const { log } = useSession();
  const entries = useSyncExternalStore(log.subscribe, log.entries);
  const label = (
    <>
      Log{" "}
      <span className="quiet" translate="no">
        {entries.length}
      </span>
    </>
  );
  return (
    <DialogButton label={label} title="Decision log" shortcut="l" dialogClass="log">
      {(close) => (
        <>
          <p className="quiet">
            A decision is logged after half a second without changes. The log lasts as long as this tab; the saved file
            also has the predicted loss of every expert.
            {log.forgotten > 0 && ` The ${log.forgotten} oldest were dropped.`}
          </p>
          <p className="log-tools">
            <button
              type="button"
              className="small"
              disabled={entries.length === 0}
              onClick={() => saveFile("decision-log.json", new Blob([log.toJson()], { type: "application/json" }))}
            >
              Save as JSON
            </button>
            <button type="button" className="small" disabled={entries.length === 0} onClick={() => log.clear()}>
              Clear
            </button>
          </p>
          <DecisionTable entries={entries} onLeave={close} />
        </>
      )}
    </DialogButton>
  );
}
