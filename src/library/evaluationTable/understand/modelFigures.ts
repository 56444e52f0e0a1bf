/** What a file with a row for each model tells of the models besides their prices: latency, context, release date … */
import type { Column } from "../read/rawTable.ts";
import { readCell } from "./cell.ts";
import { plainName } from "./columnNames.ts";

/** A numeric column of models. */
export interface ModelFigure {
  name: string;
  column: Column;
}

/** Numbers that say nothing of a model. */
const NO_FIGURE = /^(?:|id|key|index|idx|rank|row|number|no|unnamed.*)$/;
const DATE =
  /^(?:date|year|released?(?:_(?:on|at|date|year))?|launch(?:ed)?(?:_date)?|created(?:_at)?|(?:knowledge_|training_|data_)?cut_?off(?:_date)?|newest_text)$/;
const ISO_DATE = /^(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?=$|[T ])/;
/** Seconds since 1970, as some interfaces give dates: from 2001 to 2065. */
const UNIX_SECONDS = /^[1-2]\d{9}$/;

/** More constraints than this would drown the others. */
const MOST = 8;

/** A figure of which more is better. */
const MORE_IS_BETTER =
  /context|window|max_(?:input_|output_|completion_|new_)?tokens|throughput|tokens_per_s|tok_s|tps|speed|elo|arena|rating|score|accuracy|quality|mmlu|bench/;

export const isMoreBetter = (name: string): boolean => MORE_IS_BETTER.test(plainName(name));

/** @param taken columns with another meaning */
export function figureColumns(columns: readonly Column[], rows: number, taken: ReadonlySet<Column>): ModelFigure[] {
  const figures = columns.filter(
    (column) =>
      !taken.has(column) && !NO_FIGURE.test(plainName(column.name)) && !isDate(column) && isNumeric(column, rows),
  );
  return figures.slice(0, MOST).map((column) => ({ name: column.name, column }));
}

export const isDate = ({ name }: Column): boolean => DATE.test(plainName(name));

/** ISO year, year-month or date; null for another text. */
export function readDate(text: string): string | null {
  const written = text.trim();
  if (UNIX_SECONDS.test(written)) return new Date(1_000 * Number(written)).toISOString().slice(0, 10);
  return ISO_DATE.exec(written)?.[0] ?? null;
}

/** Whether every cell is a number or missing, and two of them differ: a figure that is the same for all cannot tell models apart. */
function isNumeric(column: Column, rows: number): boolean {
  const known = new Set<number>();
  for (let row = 0; row < rows; row++) {
    const { kind, value } = readCell(column.text(row));
    if (kind === "missing") continue;
    if (kind !== "number" && kind !== "percent") return false;
    known.add(value);
  }
  return known.size > 1;
}
