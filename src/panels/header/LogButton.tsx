import { useState, useSyncExternalStore } from "react";
import { useSession } from "../context.ts";
import { Dialog } from "../shared/Dialog.tsx";
import { saveFile } from "../shared/saveFile.ts";
import { useShortcut } from "../shared/useShortcut.ts";
import { DecisionTable } from "./DecisionTable.tsx";

/** Every decision of this visit that stood, to look at, to go back to, and to take along. */
export function LogButton() {
  const { log } = useSession();
  const entries = useSyncExternalStore(log.subscribe, log.entries);
  const [open, setOpen] = useState(false);
  useShortcut("l", () => setOpen(true));
  return (
    <>
      <button
        type="button"
        className="small"
        aria-haspopup="dialog"
        title="Decisions of this visit (l)"
        onClick={() => setOpen(true)}
      >
        Log <span className="quiet">{entries.length}</span>
      </button>
      <Dialog title="Decisions of this visit" className="log" open={open} onClose={() => setOpen(false)}>
        <p className="quiet">
          A decision is written down once it has stood for half a second. The log stays in this tab and ends with it;
          the file holds the predicted loss of every expert as well.
          {log.forgotten > 0 && ` The ${log.forgotten} oldest were forgotten.`}
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
        <DecisionTable entries={entries} onLeave={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
