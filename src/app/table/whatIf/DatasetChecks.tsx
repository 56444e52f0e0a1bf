import { datasetCounts } from "../../../analysis/table/datasetCounts.ts";
import { withCommas } from "../../../core/withCommas.ts";
import { withDataset } from "../../../library/evaluationTable/edits/editing.ts";
import type { Library } from "../../../library/load.ts";
import { useExplorer, useSession } from "../../context.ts";

/** Which data sets count; nothing for a table with one. */
export function DatasetChecks({ table }: { table: Library }) {
  const session = useSession();
  const edits = useExplorer((state) => state.edits);
  const { domains } = table.manifest;
  const counts = datasetCounts(table);
  if (domains.length < 2) return null;
  return (
    <fieldset className="dataset-checks">
      <legend>Data sets that count</legend>
      {domains.map(({ id, label }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={!edits.datasets.includes(id)}
            onChange={() => session.edit(withDataset(edits, id))}
          />{" "}
          <span translate="no">{label}</span> <span className="quiet">{withCommas(counts.get(id) ?? 0)}</span>
        </label>
      ))}
    </fieldset>
  );
}
