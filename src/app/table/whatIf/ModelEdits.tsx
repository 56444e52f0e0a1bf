import { EDITABLE, type EditableConstraint } from "../../../library/evaluationTable/edits/editedConstraints.ts";
import { withDate, withModel, withValue } from "../../../library/evaluationTable/edits/editing.ts";
import { readParameters } from "../../../library/evaluationTable/understand/prices.ts";
import type { Library } from "../../../library/load.ts";
import { useExplorer, useSession } from "../../context.ts";
import { FigureInput } from "./FigureInput.tsx";

const COLUMNS: readonly { id: EditableConstraint; head: string; what: string }[] = [
  { id: "cost", head: "Cost, $ per 1,000 prompts", what: "Cost" },
  { id: "price", head: "Price, $ per million tokens", what: "Price" },
  { id: "size", head: "Size, parameters", what: "Size" },
  { id: "recency", head: "Date", what: "Date" },
];
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

/** @param table as imported; @param shown as edited */
export function ModelEdits({ table, shown }: { table: Library; shown: Library }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className="table-scroll" aria-label="Models" tabIndex={0}>
      <table className="figures">
        <caption>Models: front and report follow what is changed here</caption>
        <thead>
          <tr>
            <th scope="col">Show</th>
            <th scope="col">Model</th>
            {COLUMNS.map(({ id, head }) => (
              <th scope="col" key={id}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.manifest.experts.map(({ id, label }) => (
            <ModelRow key={id} id={id} label={label} table={table} shown={shown} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ModelRowProps {
  id: string;
  label: string;
  table: Library;
  shown: Library;
}

function ModelRow({ id, label, table, shown }: ModelRowProps) {
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
      {COLUMNS.map(({ id: constraint, what }) => (
        <td key={constraint}>
          {constraint === "recency" ? (
            <FigureInput
              label={`${what} of ${label}`}
              value={edits.dates[id] ?? ""}
              placeholder="2025-06"
              read={(text) => (DATE.test(text) ? text : null)}
              onChange={(date) => session.edit(withDate(edits, id, date || null))}
            />
          ) : (
            <FigureInput
              label={`${what} of ${label}`}
              value={written(edits.values[constraint]?.[id])}
              placeholder={written(rawOf(table, constraint, id)) || "unknown"}
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

const figureIn = (constraint: EditableConstraint, text: string): number =>
  constraint === "size" && !Number.isFinite(Number(text)) ? readParameters(text) : Number(text.replace(/^\$/, ""));

function isPossible(constraint: EditableConstraint, text: string): boolean {
  const value = figureIn(constraint, text);
  return Number.isFinite(value) && (EDITABLE[constraint].scale === "log" ? value > 0 : value >= 0);
}

function rawOf({ constraints, expertIds }: Library, constraint: string, model: string): number | undefined {
  return constraints.find(({ id }) => id === constraint)?.raw[expertIds.indexOf(model)];
}

/** A number to be edited, in up to six digits; "" for an unknown one. */
const written = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "" : String(Number(value.toPrecision(6)));
