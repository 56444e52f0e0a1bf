import type { Estimated, Interval } from "../../../workers/statistics/protocol.ts";
import { tipStop } from "../../tips/tip.ts";
import { formatSigned } from "../../ui/words/format.ts";

/** One figure with its interval. Null: not estimated yet; NaN: there is none. */
export interface FigureRow {
  id: string;
  label: string;
  title?: string;
  /** Class of the mark before the label, as in the plot. */
  mark?: string;
  value: number | null;
  format: (value: number) => string;
  interval: Interval | null;
  difference?: Estimated | null;
  /** Whether the estimates belong to the current input. */
  current: boolean;
}

interface FigureTableProps {
  caption: string;
  /** Headings of the columns after the first. */
  columns: readonly string[];
  rows: readonly FigureRow[];
}

/** Figures with their 95% intervals, which are faint while newer ones are being estimated. */
export function FigureTable({ caption, columns, rows }: FigureTableProps) {
  return (
    <table className="figures">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <td />
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody translate="no">
        {rows.map(({ id, label, title, mark, value, format, interval, difference, current }) => (
          <tr key={id}>
            <th scope="row">
              {mark && <span className={`key key-${mark}`} aria-hidden="true" />}{" "}
              {title ? <span {...tipStop(title)}>{label}</span> : label}
            </th>
            <td>{value === null ? "…" : shown(value, format)}</td>
            <td className={current ? "interval" : "interval stale"}>{interval && between(interval, format)}</td>
            {columns.length > 2 && (
              <td className={current ? "interval" : "interval stale"}>
                {difference && (
                  <>
                    {formatSigned(difference.value, format)}{" "}
                    {between(difference.interval, (bound) => formatSigned(bound, format))}
                  </>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shown(value: number, format: (value: number) => string): string {
  return Number.isFinite(value) ? format(value) : "N/A";
}

function between([low, high]: Interval, format: (value: number) => string): string {
  return Number.isFinite(low) && Number.isFinite(high) ? `[${format(low)}, ${format(high)}]` : "–";
}
