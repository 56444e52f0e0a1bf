import { useEffect, useState, useSyncExternalStore } from "react";
import type { OfflineFilesState } from "../../../offline/offlineFiles.ts";
import { libraryOf } from "../../../state/derived.ts";
import { useExplorer, useSession } from "../../context.ts";
import { formatBytes } from "../../ui/words/format.ts";
import { OfflineTable } from "./OfflineTable.tsx";
import { offlineItems } from "./offlineItems.ts";

/** The files stored for offline use, further ones that can be stored, and the storage quota. */
export function OfflineScreen() {
  const { offlineFiles } = useSession();
  const state = useSyncExternalStore(offlineFiles.subscribe, offlineFiles.get);
  const library = useExplorer(libraryOf);
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => void offlineFiles.look(), [offlineFiles]);

  const items = library ? offlineItems(library, state.copies) : [];
  const files = items.filter((item) => wanted.has(item.id) && !item.kept).flatMap((item) => item.copies);
  const missing = files.filter((file) => !file.kept);
  const bytes = missing.reduce((sum, file) => sum + file.bytes, 0);
  const { fetching } = state;
  return (
    <>
      <p>{basis(state)}</p>
      {state.status === "ready" && (
        <>
          <p>Experts are stored when they run. Choose which ones to store now:</p>
          <OfflineTable
            items={items}
            wanted={wanted}
            busy={fetching !== null}
            onWant={setWanted}
            onDrop={(dropped) => void offlineFiles.drop(dropped.flatMap((item) => item.copies))}
          />
          <p className="offline-actions">
            <button
              type="button"
              className="primary"
              disabled={missing.length === 0 || fetching !== null}
              onClick={() => void offlineFiles.keep(missing)}
            >
              {missing.length > 0 ? `Make available offline (${formatBytes(bytes)})` : "Make available offline"}
            </button>
            {fetching && (
              <button type="button" onClick={() => offlineFiles.cancel()}>
                Cancel
              </button>
            )}
          </p>
          {fetching && (
            <div className="loading">
              <progress
                aria-label="Storing for offline use"
                max={Math.max(1, fetching.total)}
                value={fetching.loaded}
              />
              <span className="quiet">{`${formatBytes(fetching.loaded)} of ${formatBytes(fetching.total)}`}</span>
            </div>
          )}
        </>
      )}
      {state.problem && <p role="alert">{state.problem}</p>}
      <p className="quiet" role="status" aria-label="Storage">
        {room(state)}
      </p>
    </>
  );
}

function basis({ status, copies, failure }: OfflineFilesState): string {
  switch (status) {
    case "impossible":
      return "This browser cannot store this page (private window, blocked storage, or no https). Everything works, but needs the network.";
    case "pending":
      if (failure !== null) {
        return `This page could not be stored for offline use; it works online. ${failure}`;
      }
      return "Not stored yet. This happens in the background once the router is loaded; leave the page open for a moment.";
    case "ready": {
      const always = copies.filter((copy) => !copy.onDemand);
      const bytes = formatBytes(always.reduce((sum, copy) => sum + copy.bytes, 0));
      const kept = always.every((copy) => copy.kept)
        ? `Page, router and benchmark are stored on this device (${bytes}) and work offline, in a new tab and after a restart.`
        : "The browser has deleted some of the stored files. Reload this page while you are online.";
      return failure === null ? kept : `${kept} A newer version could not be stored. ${failure}`;
    }
  }
}

function room({ status, usage, persisted }: OfflineFilesState): string {
  if (status === "impossible") return "";
  const used = usage ? `${formatBytes(usage.used)} of ${formatBytes(usage.quota)} used. ` : "";
  const promise = persisted
    ? "The browser will not delete them on its own."
    : "The browser may delete them when the disk is full.";
  return used + promise;
}
