/** Writes a table in its normalised form, as CSV or Parquet. */
import { type Column, writeParquet } from "../../benchmark/writeParquet.ts";
import { PER_PROMPTS } from "../evaluationTable.ts";
import { COST, DATASET, guarded, ID, PROMPT, RAW_SCORE, SCORE } from "./ownForm.ts";

/** A table as the library has it. Figures are prompts × models, single precision, NaN where missing. */
export interface WrittenTable {
  models: readonly string[];
  ids: readonly string[];
  datasets: readonly string[];
  /** Null if the table has no texts. */
  texts: readonly string[] | null;
  scores: Float32Array | Float64Array;
  /** US dollars per 1,000 prompts; null if the table has no costs. */
  costs: Float32Array | Float64Array | null;
}

export type TableFormat = "csv" | "parquet";

/** Rows that are joined into one piece of text. */
const PORTION = 2_000;
/** Excel reads a file as UTF-8 only if it begins with this mark; other readers skip it. */
const BYTE_ORDER_MARK = "\uFEFF";

/** @returns the file in pieces */
export function writeTable(table: WrittenTable, format: TableFormat): (string | ArrayBuffer)[] {
  return format === "csv" ? csv(table) : [parquet(table)];
}

interface Figures {
  name: string;
  at(row: number): number;
}

/** Columns of scores, then of costs. */
function figuresOf({ models, scores, costs }: WrittenTable): Figures[] {
  const width = models.length;
  const bounded = scores.every((score) => Number.isNaN(score) || (score >= 0 && score <= 1));
  const prefix = bounded ? SCORE : RAW_SCORE;
  const known = (cells: Float32Array | Float64Array, k: number) =>
    cells.some((value, i) => i % width === k && !Number.isNaN(value));
  return [
    ...models.map((model, k): Figures => ({ name: prefix + model, at: (row) => shortest(scores[row * width + k]!) })),
    ...models.flatMap((model, k): Figures[] =>
      costs && known(costs, k) ? [{ name: COST + model, at: (row) => perCall(costs[row * width + k]!) }] : [],
    ),
  ];
}

/** The number with the fewest digits that is the same in single precision: 0.1, not 0.10000000149011612. */
export function shortest(value: number): number {
  return shortestOf(value, (short) => Math.fround(short) === Math.fround(value));
}

/** A cost for 1,000 prompts as that of one call. */
export function perCall(value: number): number {
  return shortestOf(value / PER_PROMPTS, (short) => Math.fround(short * PER_PROMPTS) === Math.fround(value));
}

function shortestOf(value: number, same: (short: number) => boolean): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  for (let digits = 6; digits <= 16; digits++) {
    const short = Number(value.toPrecision(digits));
    if (same(short)) return short;
  }
  return value;
}

function csv(table: WrittenTable): string[] {
  const figures = figuresOf(table);
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(",")}\r\n`;
  const texts = table.texts ? [PROMPT] : [];
  const pieces = [BYTE_ORDER_MARK + line([ID, DATASET, ...texts, ...figures.map(({ name }) => name)])];
  for (let from = 0; from < table.ids.length; from += PORTION) {
    const rows = Array.from({ length: Math.min(PORTION, table.ids.length - from) }, (_, i) => from + i);
    pieces.push(
      rows
        .map((row) => {
          const text = table.texts ? [guarded(table.texts[row]!)] : [];
          const numbers = figures.map(({ at }) => (Number.isNaN(at(row)) ? "" : String(at(row))));
          return line([guarded(table.ids[row]!), guarded(table.datasets[row]!), ...text, ...numbers]);
        })
        .join(""),
    );
  }
  return pieces;
}

const quoted = (cell: string): string =>
  /[",;\t|\r\n']|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

function parquet(table: WrittenTable): ArrayBuffer {
  const text = (name: string, data: readonly string[]): Column => ({ name, data: [...data], type: "BYTE_ARRAY" });
  return writeParquet([
    text(ID, table.ids),
    text(DATASET, table.datasets),
    ...(table.texts ? [text(PROMPT, table.texts)] : []),
    ...figuresOf(table).map(
      ({ name, at }): Column => ({
        name,
        data: table.ids.map((_, row) => (Number.isNaN(at(row)) ? null : at(row))),
        type: "DOUBLE",
      }),
    ),
  ]);
}
