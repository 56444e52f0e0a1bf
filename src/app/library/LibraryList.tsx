import { useEffect } from "react";
import { errorMessage } from "../../core/errorMessage.ts";
import { withLibrary } from "../../session/view/syncLocation.ts";
import type { LibraryEntry } from "../../state/slices/libraryEntry.ts";
import { useExplorer, useSession } from "../context.ts";
import { saveFile } from "../export/saveFile.ts";
import { ConfirmButton } from "../ui/dialog/ConfirmButton.tsx";
import { formatBytes } from "../ui/words/format.ts";
import { Said } from "../ui/words/Said.tsx";
import { TrainedRouters } from "./TrainedRouters.tsx";

const ORIGINS: Readonly<Record<LibraryEntry["origin"], string>> = {
  shipped: "included with this site",
  variant: "variant, included with this site",
  remote: "on a server; a link opens it anywhere",
  local: "from this computer, stored in this browser only; to share it, send its folder or zip",
};

/** All available libraries, with their description, location, size and actions. */
export function LibraryList() {
  const { libraries } = useSession();
  const entries = useExplorer((state) => state.libraries);
  const running = useExplorer((state) => state.libraryAddress);
  useEffect(() => {
    void libraries.measure();
  }, [libraries]);
  return (
    <ul aria-label="Libraries">
      {entries.map((entry) => (
        <LibraryItem key={entry.address} entry={entry} running={entry.address === running} />
      ))}
    </ul>
  );
}

function LibraryItem({ entry, running }: { entry: LibraryEntry; running: boolean }) {
  const { libraries, store } = useSession();
  const { address, label, description, origin, bytes } = entry;
  const added = origin === "remote" || origin === "local";
  const saveManifest = async () => {
    try {
      const text = JSON.stringify(await libraries.manifest(address), null, 1);
      saveFile("library.json", new Blob([text], { type: "application/json" }));
    } catch (error) {
      store.setState({ libraryProblem: errorMessage(error) });
    }
  };
  return (
    <li aria-current={running ? "true" : undefined}>
      <strong translate="no">{label}</strong>
      <p>{description}</p>
      <p className="quiet">
        {origin === "remote" ? `${address}, ${ORIGINS.remote}` : ORIGINS[origin]}
        {bytes === null ? "; size unknown" : `; ${formatBytes(bytes)} in all`}
      </p>
      <div className="library-actions">
        <button type="button" className="small" disabled={running} onClick={() => void libraries.open(address)}>
          <Said>{running ? "in use" : "Use"}</Said>
          <span className="visually-hidden"> {label}</span>
        </button>
        <button type="button" className="small" onClick={() => void saveManifest()}>
          Save manifest<span className="visually-hidden"> of {label}</span>
        </button>
        {(origin === "remote" || origin === "variant") && (
          <a className="library-link" href={withLibrary("", address)}>
            Link to share<span className="visually-hidden"> {label}</span>
          </a>
        )}
        {added && (
          <ConfirmButton
            question={
              origin === "local"
                ? `Remove “${label}” and its files from this browser?`
                : `Remove “${label}” from the list?`
            }
            yes="Yes, remove"
            onConfirm={() => void libraries.remove(address)}
          >
            Remove<span className="visually-hidden"> {label}</span>
          </ConfirmButton>
        )}
      </div>
      {running && <TrainedRouters />}
    </li>
  );
}
