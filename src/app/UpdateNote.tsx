import { useSyncExternalStore } from "react";
import type { Updates } from "../offline/updates.ts";

/** Announces that a newer version of the explorer is waiting, and offers to switch to it. */
export function UpdateNote({ updates }: { updates: Updates }) {
  const ready = useSyncExternalStore(updates.subscribe, updates.isReady);
  return (
    <div role="status">
      {ready && (
        <aside className="update" aria-label="Update">
          A new version of the explorer is ready. Your prompt and settings are kept.{" "}
          <button type="button" className="small" onClick={() => updates.accept()}>
            Reload
          </button>
        </aside>
      )}
    </div>
  );
}
