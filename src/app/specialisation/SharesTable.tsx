import { type PartGroup, sharesAt } from "../../analysis/specialisation.ts";
import type { Specialisation } from "../../library/specialisation/specialisation.ts";
import { ScrollArea } from "../ui/ScrollArea.tsx";

interface SharesTableProps {
  log: Specialisation;
  groups: readonly PartGroup[];
  frame: number;
}

/** Where the windows of every domain go at one step. */
export function SharesTable({ log, groups, frame }: SharesTableProps) {
  const shares = groups.map(({ parts }) => sharesAt(log, parts, frame));
  return (
    <details>
      <summary>Shares as a table</summary>
      <ScrollArea className="table-scroll" label="Shares of the windows">
        <table className="figures" translate="no">
          <caption>Share of each domain's windows by expert, step {log.frames[frame]!.step}</caption>
          <thead>
            <tr>
              <th scope="col">expert</th>
              {groups.map(({ id, label }) => (
                <th key={id} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {log.experts.map(({ id, label }, expert) => (
              <tr key={id}>
                <th scope="row">{label}</th>
                {shares.map((row, k) => (
                  <td key={groups[k]!.id}>{Math.round(100 * row[expert]!)}%</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </details>
  );
}
