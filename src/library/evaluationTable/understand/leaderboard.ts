/** Leaderboards: a row for each model, a column for each benchmark. As a table with a row for each figure. */
import { type Column, type RawTable, TableBuilder } from "../read/rawTable.ts";
import { readCell } from "./cell.ts";
import { fits, isNoModel, plainName, splitNames } from "./columnNames.ts";

/** Columns that are figures of a model and no benchmark, besides those that `isNoModel` knows. */
const NO_BENCHMARK = /param|context|window|throughput|speed|elo|release|ttft|memory|vram|price|cost/i;

/** The same table unless each row has a model's name, of its own, and two columns or more have shares of right answers. */
export function withoutLeaderboard(table: RawTable): RawTable {
  const { columns, rows } = table;
  const model = columns.find(({ name }) => /^(?:model|llm)(?:_name|_id)?$/.test(plainName(name)));
  if (!model || rows < 2 || model.texts.length - 1 !== rows) return table;
  const others = columns.filter((column) => column !== model);
  if (others.some(({ name }) => (["prompt", "score", "id"] as const).some((role) => fits(role, name) >= 0)))
    return table;
  const split = splitNames(others.map(({ name }) => name));
  const benchmarks = others.filter(
    (column) =>
      !isNoModel(column.name) && !NO_BENCHMARK.test(column.name) && !split.has(column.name) && areShares(column, rows),
  );
  if (benchmarks.length < 2) return table;
  const builder = new TableBuilder(table.file);
  for (const benchmark of benchmarks) {
    for (let row = 0; row < rows; row++) {
      builder.row(table.line(row));
      builder.set("id", benchmark.name);
      builder.set("model", model.text(row));
      builder.set("score", benchmark.text(row));
    }
  }
  return builder.finish({
    form: `${table.form}, a leaderboard: its benchmarks are the prompts`,
    separator: table.separator,
    encoding: table.encoding,
  });
}

/** Whether its figures are all from 0 to 1, or from 0 to 100; some may be missing. */
function areShares(column: Column, rows: number): boolean {
  let known = 0;
  for (let row = 0; row < rows; row++) {
    const { value, kind } = readCell(column.text(row));
    if (kind === "missing") continue;
    if (!(value >= 0 && value <= 100)) return false;
    known++;
  }
  return known > 0 && 2 * known >= rows;
}
