import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { rowOfPrompt } from "../../analysis/rows/oracle.ts";
import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";
import { useInSlices } from "../ui/hooks/useInSlices.ts";
import { columnsOf } from "./columns.ts";
import { PromptRow, rowElementId } from "./PromptRow.tsx";
import { SortHead } from "./SortHead.tsx";
import { ROW_HEIGHT, useRowWindow } from "./useRowWindow.ts";

/** Rows drawn in one frame when the table appears: all at once, they hold the page up. */
const PER_SLICE = 8;

interface PromptTableProps {
  library: Library;
  /** Benchmark rows in table order. */
  rows: Int32Array;
  choices: Int32Array;
  regretByRow: Float32Array;
}

/**
 * The selected prompts as a grid: arrow, Page, Home and End keys move, Enter opens a prompt, Escape closes it. Focus stays on the
 * grid, which names the active row, so that rows out of view can be removed from the page without losing the focus.
 */
export function PromptTable({ library, rows, choices, regretByRow }: PromptTableProps) {
  const session = useSession();
  const columns = columnsOf(library);
  const inspected = rowOfPrompt(
    library,
    useExplorer((state) => state.inspected),
  );
  const [wanted, setWanted] = useState<number | null>(inspected);
  const { ref, onScroll, first, end: last, page, reveal } = useRowWindow(rows.length);
  const end = Math.min(last, first + useInSlices(last - first, PER_SLICE));
  const place = Math.max(0, wanted === null ? 0 : rows.indexOf(wanted));
  const active = rows[place] ?? null;

  const pick = useCallback(
    (row: number) => {
      setWanted(row);
      session.inspect(library.benchmark.ids[row]!);
    },
    [session, library],
  );

  // Scroll to a prompt opened elsewhere, on the map or by a link; sorting alone does not scroll.
  const current = useRef(rows);
  current.current = rows;
  useEffect(() => {
    if (inspected === null) return;
    setWanted(inspected);
    const at = current.current.indexOf(inspected);
    if (at >= 0) reveal(at);
  }, [inspected, reveal]);

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.target !== event.currentTarget || active === null) return;
    const moves: Record<string, number> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + page,
      PageUp: place - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) {
      const next = Math.max(0, Math.min(rows.length - 1, target));
      setWanted(rows[next]!);
      // The keys act like a pointer on the maps: both maps mark the prompt.
      session.hover(rows[next]!);
      reveal(next);
    } else if (event.key === "Enter" || event.key === " ") pick(active);
    else if (event.key === "Escape") session.inspect(null);
    else return;
    event.preventDefault();
  };

  return (
    <div className="prompt-scroll" ref={ref} onScroll={onScroll}>
      <table
        className={`prompt-table ${library.manifest.router ? "" : library.trained ? "of-routed-table" : "of-table"}`}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is what a table with a keyboard cursor is
        role="grid"
        aria-label="Benchmark prompts"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        aria-busy={end < last || undefined}
        aria-activedescendant={active !== null && place >= first && place < end ? rowElementId(active) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => session.hover(null)}
      >
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={width === 0 ? undefined : { width }} />
          ))}
        </colgroup>
        <SortHead library={library} />
        <tbody translate="no">
          {first > 0 && <Gap rows={first} columns={columns.length} />}
          {Array.from(rows.subarray(first, end), (row, k) => (
            <PromptRow
              key={row}
              library={library}
              expert={choices[row] ?? -1}
              regret={regretByRow[row] ?? Number.NaN}
              row={row}
              place={first + k}
              active={row === active}
              inspected={row === inspected}
              onPick={pick}
            />
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length}>No prompt meets all of these conditions.</td>
            </tr>
          )}
          {end < rows.length && <Gap rows={rows.length - end} columns={columns.length} />}
        </tbody>
      </table>
    </div>
  );
}

/** Spacer for rows that are not rendered, so that the scroll bar is right. */
function Gap({ rows, columns }: { rows: number; columns: number }) {
  return (
    <tr aria-hidden="true">
      <td className="gap" colSpan={columns} style={{ height: rows * ROW_HEIGHT }} />
    </tr>
  );
}
