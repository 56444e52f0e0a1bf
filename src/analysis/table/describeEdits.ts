import { withCommas } from "../../core/withCommas.ts";
import { isEdited, LEFT_OUT, type TableEdits } from "../../library/evaluationTable/edits/tableEdits.ts";
import type { Library } from "../../library/load.ts";

/** The edits of a table in words, as they are in force; "" without any. @param table as imported; @param shown as edited */
export function describeEdits(table: Library, shown: Library, edits: TableEdits): string {
  if (!isEdited(edits)) return "";
  const hidden = table.expertIds.length - shown.expertIds.length;
  const out = shown.manifest.benchmark.kinds?.[LEFT_OUT] ?? 0;
  const labels = new Map(
    (table.manifest.benchmark.findings ?? []).flatMap(({ remedies }) =>
      remedies.map(({ id, label, change }) => [id, { label, change }] as const),
    ),
  );
  const mended = edits.remedies.flatMap((id) => {
    const remedy = labels.get(id);
    const counts = remedy && ["leave-out-rows", "hide-models"].includes(remedy.change.kind);
    return remedy && !counts ? [remedy.label.charAt(0).toLowerCase() + remedy.label.slice(1)] : [];
  });
  const values = [...Object.values(edits.values), edits.dates].reduce(
    (sum, byModel) => sum + Object.keys(byModel).length,
    0,
  );
  return [
    hidden > 0 ? `${hidden} of ${table.expertIds.length} models hidden` : "",
    out > 0 ? `${withCommas(out)} of ${withCommas(table.benchmark.rows)} prompts left out` : "",
    values > 0 ? `${values} ${values === 1 ? "value" : "values"} of models changed` : "",
    ...mended,
  ]
    .filter((part) => part !== "")
    .join("; ");
}
