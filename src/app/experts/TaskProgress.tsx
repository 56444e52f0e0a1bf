import type { Task } from "../../state/slices/customExpertsState.ts";
import { formatBytes } from "../ui/words/format.ts";

/** The running task, its progress, and a way to stop it. */
export function TaskProgress({ task, onCancel }: { task: Task | null; onCancel: () => void }) {
  if (!task) return null;
  const { label, unit, loaded, total } = task;
  const amount = unit === "bytes" ? formatBytes : (value: number) => `${value} measurements`;
  return (
    <div className="loading">
      <progress aria-label={label} max={Math.max(1, total)} value={total > 0 ? loaded : undefined} />
      <span className="quiet">
        {label}
        {total > 0 && `, ${unit === "bytes" ? formatBytes(loaded) : loaded} of ${amount(total)}`}
      </span>
      <button type="button" className="small" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
