import type { Loading } from "../../state/slices/loading.ts";
import { formatBytes } from "./words/format.ts";

/** Byte-accurate progress of a download; hidden when none is in progress. */
export function LoadingBar({ label, loading }: { label: string; loading: Loading }) {
  if (loading.status !== "loading") return null;
  const { loaded, total } = loading;
  return (
    <div className="loading">
      <progress aria-label={label} max={Math.max(1, total)} value={total > 0 ? loaded : undefined} />
      <span className="quiet" translate="no">
        {label}
        {total > 0 && `, ${formatBytes(loaded)} of ${formatBytes(total)}`}
      </span>
    </div>
  );
}
