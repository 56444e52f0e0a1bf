import { useState } from "react";
import { selectsAll } from "../../../analysis/rows/selectedRows.ts";
import { listedRows } from "../../../analysis/table/listedRows.ts";
import { rowsInSet, writeRowSet } from "../../../core/rowSet.ts";
import { withCommas } from "../../../core/withCommas.ts";
import type { Library } from "../../../library/load.ts";
import { EVERYTHING } from "../../../state/view/selection.ts";
import { useExplorer, useSelectedRows, useSession } from "../../context.ts";
import { DatasetChecks } from "./DatasetChecks.tsx";

/** Prompts to leave out: whole data sets, the selected ones, or those of a list. */
export function LeaveOut({ table, shown }: { table: Library; shown: Library }) {
  const session = useSession();
  const { rows: out } = useExplorer((state) => state.edits);
  const selection = useExplorer((state) => state.selection);
  const selected = useSelectedRows();
  const [list, setList] = useState("");
  const [said, setSaid] = useState("");
  const leftOut = out === null ? [] : rowsInSet(out, table.benchmark.rows);
  const leaveOut = (rows: Iterable<number>) => {
    session.edit({ rows: writeRowSet([...new Set([...leftOut, ...rows])]) });
  };
  const leaveOutSelected = (rows: Iterable<number>) => {
    leaveOut(rows);
    // What is left is shown: the selection has done its work.
    session.select(EVERYTHING);
  };
  const isSelection = selected !== null && !selectsAll(selection);
  const count = selected?.length ?? 0;
  return (
    <section aria-label="Prompts to leave out">
      <h3>Prompts to leave out</h3>
      <DatasetChecks table={table} />
      <p>
        <button
          type="button"
          className="small"
          disabled={!isSelection || count === 0}
          onClick={() => leaveOutSelected(selected!)}
        >
          Exclude {isSelection ? `the ${withCommas(count)} selected prompts` : "selected prompts"}
        </button>{" "}
        <button
          type="button"
          className="small"
          disabled={!isSelection || count === 0}
          onClick={() => leaveOutSelected(others(shown, selected!))}
        >
          Keep only these
        </button>{" "}
        {!isSelection && (
          <span className="quiet">Select prompts below, under Prompts: by data set, by text or by who is right.</span>
        )}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { rows, unknown } = listedRows(table, list);
          if (rows.length > 0) leaveOut(rows);
          const missing =
            unknown > 0
              ? ` ${unknown === 1 ? "1 line names" : `${withCommas(unknown)} lines name`} no prompt of this table.`
              : "";
          setSaid(`${withCommas(rows.length)} prompts found.${missing}`);
        }}
      >
        <label>
          A list of prompts, one a line: ids, or whole prompts
          <textarea rows={3} value={list} translate="no" onChange={(event) => setList(event.target.value)} />
        </label>
        <button type="submit" className="small" disabled={list.trim() === ""}>
          Exclude listed prompts
        </button>{" "}
        <span role="status" className="quiet">
          {said}
        </span>
      </form>
      {leftOut.length > 0 && (
        <p>
          {withCommas(leftOut.length)} prompts are left out one by one.{" "}
          <button type="button" className="small" onClick={() => session.edit({ rows: null })}>
            Put them back
          </button>
        </p>
      )}
    </section>
  );
}

/** The rows that are not among these. */
function others({ benchmark }: Library, rows: Int32Array): number[] {
  const kept = new Set(rows);
  return Array.from({ length: benchmark.rows }, (_, row) => row).filter((row) => !kept.has(row));
}
