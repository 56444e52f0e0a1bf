import { primaryRows } from "../../analysis/rows/benchmarkRows.ts";
import { callCosts } from "../../analysis/table/reportQuestion.ts";
import type { Matrix } from "../../core/matrix.ts";
import type { WrittenTable } from "../../library/evaluationTable/out/writeTable.ts";
import type { Library } from "../../library/load.ts";

/** The table as it is shown, without its texts: hidden models and excluded prompts are left out. */
export function tableToWrite(library: Library): { rows: Int32Array; table: Omit<WrittenTable, "texts"> } {
  const { benchmark, manifest } = library;
  const rows = primaryRows(library);
  const picked = <T>(values: readonly T[]): T[] => Array.from(rows, (row) => values[row]!);
  const costs = callCosts(library);
  return {
    rows,
    table: {
      models: namesOf(manifest.experts),
      ids: picked(benchmark.ids),
      datasets: picked(benchmark.source),
      scores: pickedRows(benchmark.accuracies, rows),
      costs: costs && pickedRows(costs, rows),
    },
  };
}

/** Labels; the ids of models whose labels are not unique, which can happen where long names are cut. */
function namesOf(experts: readonly { id: string; label: string }[]): string[] {
  const labels = experts.map(({ label }) => label.trim());
  return experts.map(({ id }, k) => {
    const label = labels[k]!;
    return label === "" || labels.indexOf(label) !== labels.lastIndexOf(label) ? id : label;
  });
}

function pickedRows({ data, columns }: Matrix, rows: Int32Array): Float32Array {
  const cells = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    cells.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return cells;
}
