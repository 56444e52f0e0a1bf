import { useId, useState } from "react";
import type { TableLook } from "../../../library/evaluationTable/importer.ts";
import { useSession } from "../../context.ts";
import { ScrollArea } from "../../ui/ScrollArea.tsx";
import { optionsFor, readRole, roleValue } from "./roleOptions.ts";

/** Columns shown at first: a table of hundreds of models would fill the page. */
const FIRST = 40;
const ROWS = ["Row 1", "Row 2", "Row 3"];

interface ColumnTableProps {
  look: TableLook;
  disabled: boolean;
}

/** Every column with its first cells and its role, which can be changed. */
export function ColumnTable({ look, disabled }: ColumnTableProps) {
  const [all, setAll] = useState(false);
  const shown = all ? look.columns : look.columns.slice(0, FIRST);
  const samples = ROWS.slice(0, Math.max(0, ...look.columns.map((column) => column.samples.length)));
  return (
    <>
      <ScrollArea className="table-scroll" label="Columns">
        <table className="table-columns">
          <caption className="visually-hidden">Columns, their roles and their first cells</caption>
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Role</th>
              {samples.map((row) => (
                <th scope="col" key={row}>
                  {row}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((column) => (
              <ColumnRow key={column.name} column={column} samples={samples} look={look} disabled={disabled} />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {look.columns.length > shown.length && (
        <button type="button" className="small" onClick={() => setAll(true)}>
          Show {look.columns.length - shown.length} more columns
        </button>
      )}
    </>
  );
}

interface ColumnRowProps extends ColumnTableProps {
  column: TableLook["columns"][number];
  samples: readonly string[];
}

function ColumnRow({ column, samples, look, disabled }: ColumnRowProps) {
  const { tables } = useSession();
  const id = useId();
  const { name, role, missing, unreadable } = column;
  const gaps = [
    missing > 0 ? `${missing} empty` : "",
    unreadable > 0 && role.kind !== "ignore" && "model" in role ? `${unreadable} unreadable` : "",
  ];
  return (
    <tr className={role.kind === "ignore" ? "ignored" : undefined}>
      <th scope="row" translate="no">
        <label htmlFor={id}>
          <span className="visually-hidden">Role of </span>
          {name || <span className="visually-hidden">the column without a name</span>}
        </label>
        <span className="quiet">{gaps.filter((gap) => gap !== "").join(", ")}</span>
      </th>
      <td>
        <select
          id={id}
          disabled={disabled}
          value={roleValue(role)}
          onChange={(event) => void tables.choose({ roles: { [name]: readRole(event.target.value) } })}
        >
          {optionsFor(name, role, look).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </td>
      {samples.map((row, i) => (
        <td key={row} className="sample" translate="no">
          <span>{column.samples[i]}</span>
        </td>
      ))}
    </tr>
  );
}
