import { LabError, type LabTable } from "../fit/labTable.ts";
import type { DenseRows } from "./rows.ts";

/**
 * Vectors of the prompts that count. Throws a LabError.
 * @param text JSON: one list of numbers for each row of the evaluation table, then perhaps for each row of a test table
 * @param testRows rows of the test table; 0 without one
 */
export function vectorRows(
  text: string,
  name: string,
  { rows, asked }: Pick<LabTable, "rows" | "asked">,
  testRows = 0,
): DenseRows {
  let lists: unknown;
  try {
    lists = JSON.parse(text);
  } catch (error) {
    throw new LabError(`${name} is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(lists) || (lists.length !== asked && lists.length !== asked + testRows)) {
    const both = testRows > 0 ? `, or of ${asked + testRows}, then one for each row of the test table` : "";
    throw new LabError(`${name} must be a list of ${asked} lists of numbers, one for each row of the table${both}.`);
  }
  const columns = Array.isArray(lists[0]) ? lists[0].length : 0;
  const wrong = lists.findIndex(
    (list) => !Array.isArray(list) || list.length !== columns || columns === 0 || !list.every(Number.isFinite),
  );
  if (wrong >= 0)
    throw new LabError(`${name}, list ${wrong + 1}: not ${columns || "any"} numbers, as the first list has.`);
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    data.set(lists[row] as number[], i * columns);
  });
  return { kind: "dense", rows: rows.length, columns, data };
}
