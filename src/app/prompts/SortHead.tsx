import type { Library } from "../../library/load.ts";
import { useExplorer, useSession } from "../context.ts";
import { tip } from "../tips/tip.ts";
import { type Column, columnsOf } from "./columns.ts";

/** The table's header: clicking a column sorts by it, a second click reverses the order. */
export function SortHead({ library }: { library: Library }) {
  const session = useSession();
  const { by, descending } = useExplorer((state) => state.promptOrder);
  const sort = ({ id, numeric }: Column) =>
    session.setView({ promptOrder: { by: id, descending: id === by ? !descending : numeric } });
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columnsOf(library).map((column) => {
          const sorted = column.id === by;
          return (
            <th
              key={column.id}
              scope="col"
              className={column.numeric ? "number" : undefined}
              aria-sort={sorted ? (descending ? "descending" : "ascending") : undefined}
            >
              <button type="button" {...tip(`${column.title}. Click to sort.`)} onClick={() => sort(column)}>
                {column.label}
                <span aria-hidden="true">{sorted ? (descending ? " ▼" : " ▲") : ""}</span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
