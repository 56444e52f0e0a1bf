import { formatBytes } from "../../ui/words/format.ts";
import type { OfflineItem } from "./offlineItems.ts";

interface OfflineTableProps {
  items: readonly OfflineItem[];
  /** Ids of the ticked items. */
  wanted: ReadonlySet<string>;
  /** Whether a download is in progress: the choices are disabled then. */
  busy: boolean;
  onWant: (wanted: ReadonlySet<string>) => void;
  onDrop: (items: readonly OfflineItem[]) => void;
}

/** What can be stored, with its size and whether it is stored. */
export function OfflineTable({ items, wanted, busy, onWant, onDrop }: OfflineTableProps) {
  const open = items.filter((item) => !item.kept);
  const kept = items.filter((item) => item.kept);
  const all = open.length > 0 && open.every(({ id }) => wanted.has(id));
  const toggle = (ids: readonly string[], on: boolean) => {
    onWant(new Set([...wanted].filter((id) => !ids.includes(id)).concat(on ? ids : [])));
  };
  return (
    <table className="offline">
      <thead>
        <tr>
          <th scope="col">
            <label>
              <input
                type="checkbox"
                checked={all}
                disabled={busy || open.length === 0}
                onChange={(event) =>
                  toggle(
                    open.map(({ id }) => id),
                    event.target.checked,
                  )
                }
              />{" "}
              all
            </label>
          </th>
          <th scope="col">size</th>
          <th scope="col">
            {kept.length > 1 ? (
              <button type="button" className="link" disabled={busy} onClick={() => onDrop(kept)}>
                delete all {kept.length}
              </button>
            ) : (
              "kept"
            )}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <label>
                <input
                  type="checkbox"
                  checked={item.kept || wanted.has(item.id)}
                  disabled={busy || item.kept}
                  onChange={(event) => toggle([item.id], event.target.checked)}
                />{" "}
                {item.label}
              </label>
            </th>
            <td>{formatBytes(item.bytes)}</td>
            <td>
              {item.kept && (
                <>
                  kept{" "}
                  <button
                    type="button"
                    className="link"
                    disabled={busy}
                    aria-label={`Delete ${item.label}`}
                    onClick={() => {
                      toggle([item.id], false);
                      onDrop([item]);
                    }}
                  >
                    delete
                  </button>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
