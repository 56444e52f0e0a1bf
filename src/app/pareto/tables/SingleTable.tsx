import { memo } from "react";
import { lossUnit } from "../../../analysis/lossUnit.ts";
import { wordsOf } from "../../../analysis/words.ts";
import type { Constraint, Library } from "../../../library/load.ts";
import type { Outcome } from "../../../state/store.ts";
import { formatRaw } from "../../ui/words/format.ts";
import { outcomeFormat } from "../../ui/words/outcomeFormat.ts";
import { singlePoints } from "../plot/singlePoints.ts";

interface SingleTableProps {
  library: Library;
  constraint: Constraint;
  outcome: Outcome;
  rows: Int32Array;
}

/** The front's dots as a table, best first: names, figures, and who dominates whom. */
export const SingleTable = memo(function SingleTable({ library, constraint, outcome, rows }: SingleTableProps) {
  const { points, quality } = singlePoints(library, constraint, outcome, rows);
  const known = points.map((_, i) => i).filter((i) => Number.isFinite(points[i]!.y));
  known.sort((a, b) => quality[b]! - quality[a]!);
  const format = outcomeFormat(library.manifest, outcome);
  const words = wordsOf(library.manifest);
  const label = (i: number) => library.manifest.experts[i]!.label;
  return (
    <details className="single-table">
      <summary>Single {words.experts} as a table</summary>
      <table className="figures" translate="no">
        <caption className="visually-hidden">Single {words.experts} on the front</caption>
        <thead>
          <tr>
            <th scope="col">{words.expert}</th>
            <th scope="col">mean {outcome === "accuracy" ? lossUnit(library.manifest).outcome : outcome}</th>
            <th scope="col">{constraint.label.toLowerCase()}</th>
            <th scope="col">dominated by</th>
          </tr>
        </thead>
        <tbody>
          {known.map((i) => {
            const { x, y, dominators } = points[i]!;
            return (
              <tr key={library.expertIds[i]}>
                <th scope="row">{label(i)}</th>
                <td>{format(y)}</td>
                <td>{Number.isNaN(x) ? "N/A" : formatRaw(x, constraint.unit)}</td>
                <td>{standing(dominators.map(label), Number.isNaN(x))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
});

function standing(dominators: readonly string[], unknown: boolean): string {
  if (unknown) return "N/A";
  return dominators.length === 0 ? "none: on the front" : dominators.join(", ");
}
