import type { Loading } from "../../state/slices/loading.ts";
import { formatBytes } from "./words/format.ts";

interface LoadingBarProps {
  label: string;
  /** What goes on once all bytes are there, which takes unknown time. */
  then?: string;
  loading: Loading;
}

/** Byte-accurate progress of a download; hidden when none is in progress. */
export function LoadingBar({ label, then, loading }: LoadingBarProps) {
  if (loading.status !== "loading") return null;
  const { loaded, total } = loading;
  if (then !== undefined && total > 0 && loaded >= total) {
    return (
      <div className="loading">
        <progress aria-label={then} />
        <span className="quiet">{then}</span>
      </div>
    );
  }
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
