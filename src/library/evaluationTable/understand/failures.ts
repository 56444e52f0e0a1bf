/** Calls that failed, for instance because of the network: tables of answers keep them as rows, often with the score 0. */
import type { Column, RawTable } from "../read/rawTable.ts";
import { plainName, splitName } from "./columnNames.ts";

const ANSWER =
  /(?:^|_)(?:model_response|response|answer|generated_answer|generated_text|raw_output|output|completion|prediction|generation)$/;
const ERROR = /(?:^|_)(?:error|error_message|exception)$/;
const SUCCESS = /(?:^|_)(?:success|succeeded)$/;
/** The beginning of what clients write in place of an answer. */
const FAILED_ANSWER =
  /^\s*[[<("']*(?:error\s*[:\]>)!-]|error code|(?:api|http|network|connection|server|timeout|rate.?limit)\s*(?:error|exception|failure|exceeded)|(?:request|connection) (?:failed|timed out|refused|reset)|timed? ?out\b|\w*(?:exception|error):|traceback \(most recent)/i;
const NOTHING = /^\s*(?:|none|null|nan|n\/a|false|no|-|\[\]|\{\}|[+-]?[\d.]+)\s*$/i;
const NO = /^\s*(?:false|0|0\.0|no)\s*$/i;

/** By code of its text, 1 where a column says that the call failed; null if it is not such a column, or none failed. */
function failuresIn({ name, texts }: Column): Uint8Array | null {
  const plain = plainName(name);
  const says = ANSWER.test(plain)
    ? (text: string) => FAILED_ANSWER.test(text)
    : ERROR.test(plain)
      ? (text: string) => !NOTHING.test(text)
      : SUCCESS.test(plain)
        ? (text: string) => NO.test(text)
        : null;
  if (!says) return null;
  const failed = Uint8Array.from(texts, (text) => Number(says(text)));
  return failed.includes(1) ? failed : null;
}

/** Cells (rows × models) of calls that failed, as columns of answers or errors of their models say; null if there are none. */
export function failuresByModel(table: RawTable, models: readonly string[]): Float64Array | null {
  const places = new Map(models.map((model, k) => [model, k]));
  return failures(table, table.rows * models.length, (name) => {
    const k = places.get(splitName(name)?.model ?? "");
    return k === undefined ? null : (row) => row * models.length + k;
  });
}

/** The same for a long table. @param cellOf the cell of a row */
export const failuresByRow = (table: RawTable, cells: number, cellOf: (row: number) => number): Float64Array | null =>
  failures(table, cells, () => cellOf);

/** @param owner the cells that a column speaks of, by row; null for a column of no model */
function failures(
  table: RawTable,
  size: number,
  owner: (name: string) => ((row: number) => number) | null,
): Float64Array | null {
  let cells: Float64Array | null = null;
  for (const column of table.columns) {
    const cellOf = owner(column.name);
    const failed = cellOf && failuresIn(column);
    if (!failed) continue;
    cells ??= new Float64Array(size);
    for (let row = 0; row < table.rows; row++) if (failed[column.code(row)] === 1) cells[cellOf(row)] = 1;
  }
  return cells;
}
