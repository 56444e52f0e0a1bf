import { primaryRows } from "../../analysis/rows/benchmarkRows.ts";
import { callCosts } from "../../analysis/table/reportQuestion.ts";
import type { Matrix } from "../../core/matrix.ts";
import { COST, INPUT_TOKENS, OUTPUT_TOKENS } from "../../library/evaluationTable/evaluationTable.ts";
import { constraintPrefix, INPUT, OUTPUT } from "../../library/evaluationTable/out/ownForm.ts";
import { shortest } from "../../library/evaluationTable/out/shortNumbers.ts";
import type { WrittenTable } from "../../library/evaluationTable/out/writeTable.ts";
import type { Library } from "../../library/load.ts";

/**
 * The table as it is shown, without its texts: hidden models and excluded prompts are left out.
 * @param whole also tokens, the table's own constraints and others' decisions
 */
export function tableToWrite(
  library: Library,
  whole = false,
): { rows: Int32Array; table: Omit<WrittenTable, "texts"> } {
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
      ...(whole ? { measures: measuresOf(library, rows), routers: decisionsOf(library, rows) } : {}),
    },
  };
}

/** Tokens, and the constraints besides the cost that have values by call. */
function measuresOf({ benchmark, constraints }: Library, rows: Int32Array): NonNullable<WrittenTable["measures"]> {
  const prefixes = new Map(
    constraints.flatMap(({ id, calls }) => (calls && id !== COST ? [[id, constraintPrefix(id)]] : [])),
  );
  if (benchmark.calls?.has(INPUT_TOKENS)) prefixes.set(INPUT_TOKENS, INPUT);
  if (benchmark.calls?.has(OUTPUT_TOKENS)) prefixes.set(OUTPUT_TOKENS, OUTPUT);
  return [...prefixes].map(([id, prefix]) => ({
    prefix,
    cells: pickedRows(constraints.find((one) => one.id === id)?.calls ?? benchmark.calls!.get(id)!, rows),
  }));
}

function decisionsOf({ benchmark, manifest }: Library, rows: Int32Array): NonNullable<WrittenTable["routers"]> {
  const names = namesOf(manifest.experts);
  return (manifest.benchmark.routers ?? []).flatMap(({ id, label }) => {
    const found = benchmark.routers?.get(id);
    if (!found) return [];
    const cell = (row: number): string => {
      if ("choices" in found) return names[found.choices[row]!] ?? "";
      return Number.isFinite(found.scores[row]!) ? String(shortest(found.scores[row]!)) : "";
    };
    return [{ name: label, cells: Array.from(rows, cell) }];
  });
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
