import { useState } from "react";
import { withDate, withModel, withValue } from "../../../library/evaluationTable/edits/editing.ts";
import type { Library } from "../../../library/load.ts";
import { useExplorer, useSession } from "../../context.ts";
import { ScrollArea } from "../../ui/ScrollArea.tsx";
import { AddConstraint } from "./AddConstraint.tsx";
import { type EditColumn, editColumns, figureIn, isPossible, ownFigure } from "./editColumns.ts";
import { FigureInput } from "./FigureInput.tsx";

const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** @param table as imported; @param shown as edited */
export function ModelEdits({ table, shown }: { table: Library; shown: Library }) {
  const values = useExplorer((state) => state.edits.values);
  const [added, setAdded] = useState<readonly string[]>([]);
  const columns = editColumns(table, [...Object.keys(values), ...added]);
  return (
    <>
      <EditTable table={table} shown={shown} columns={columns} />
      <AddConstraint taken={columns.map(({ id }) => id)} onAdd={(id) => setAdded([...added, id])} />
    </>
  );
}

function EditTable({ table, shown, columns }: { table: Library; shown: Library; columns: readonly EditColumn[] }) {
  return (
    <ScrollArea className="table-scroll" label="Models">
      <table className="figures">
        <caption>Models: front and report follow what is changed here</caption>
        <thead>
          <tr>
            <th scope="col">Show</th>
            <th scope="col">Model</th>
            {columns.map(({ id, head }) => (
              <th scope="col" key={id}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.manifest.experts.map(({ id, label, newestText }) => (
            <ModelRow key={id} id={id} label={label} date={newestText} table={table} shown={shown} columns={columns} />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

interface ModelRowProps {
  id: string;
  label: string;
  /** The table's own. */
  date: string | null;
  table: Library;
  shown: Library;
  columns: readonly EditColumn[];
}

function ModelRow({ id, label, date: own, table, shown, columns }: ModelRowProps) {
  const session = useSession();
  const edits = useExplorer((state) => state.edits);
  const hidden = edits.hidden.includes(id);
  const isLast = !hidden && shown.expertIds.length === 1 && shown.expertIds[0] === id;
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Show ${label}`}
          checked={!hidden}
          disabled={isLast}
          onChange={() => session.edit(withModel(edits, id))}
        />
      </td>
      <th scope="row" translate="no">
        {label}
      </th>
      {columns.map(({ id: constraint, what }) => (
        <td key={constraint}>
          {constraint === "recency" ? (
            <FigureInput
              label={`${what} of ${label}`}
              value={edits.dates[id] ?? ""}
              placeholder={own ?? "2025-06"}
              read={(text) => (DATE.test(text) ? text : null)}
              onChange={(date) => session.edit(withDate(edits, id, date || null))}
            />
          ) : (
            <FigureInput
              label={`${what} of ${label}`}
              value={written(edits.values[constraint]?.[id])}
              placeholder={written(ownFigure(table, constraint, id)) || "unknown"}
              read={(text) => (isPossible(constraint, text) ? text : null)}
              onChange={(text) =>
                session.edit(withValue(edits, constraint, id, text === "" ? null : figureIn(constraint, text)))
              }
            />
          )}
        </td>
      ))}
    </tr>
  );
}

/** A number to be edited, in up to six digits; "" for an unknown one. */
const written = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "" : String(Number(value.toPrecision(6)));
