/** Writes a table in its normalised form, as CSV or Parquet. */
import { type Column, writeParquet } from "../../benchmark/writeParquet.ts";
import { COST, DATASET, guarded, ID, PROMPT, RAW_SCORE, ROUTER, SCORE } from "./ownForm.ts";
import { perCall, shortest } from "./shortNumbers.ts";

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
  /** Further figures of the calls, by the prefix of their columns: see ownForm.ts. */
  measures?: readonly { prefix: string; cells: Float32Array }[];
  /** Others' decisions: by prompt a model's name or a number, "" where unknown. */
  routers?: readonly { name: string; cells: readonly string[] }[];
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
function figuresOf({ models, scores, costs, measures = [] }: WrittenTable): Figures[] {
  const width = models.length;
  const bounded = scores.every((score) => Number.isNaN(score) || (score >= 0 && score <= 1));
  const scored = bounded ? SCORE : RAW_SCORE;
  const known = (cells: Float32Array | Float64Array, k: number) =>
    cells.some((value, i) => i % width === k && !Number.isNaN(value));
  return [
    ...models.map((model, k): Figures => ({ name: scored + model, at: (row) => shortest(scores[row * width + k]!) })),
    ...models.flatMap((model, k): Figures[] =>
      costs && known(costs, k) ? [{ name: COST + model, at: (row) => perCall(costs[row * width + k]!) }] : [],
    ),
    ...measures.flatMap(({ prefix, cells }) =>
      models.flatMap((model, k): Figures[] =>
        known(cells, k) ? [{ name: prefix + model, at: (row) => shortest(cells[row * width + k]!) }] : [],
      ),
    ),
  ];
}

function csv(table: WrittenTable): string[] {
  const figures = figuresOf(table);
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(",")}\r\n`;
  const texts = table.texts ? [PROMPT] : [];
  const routers = table.routers ?? [];
  const pieces = [
    BYTE_ORDER_MARK +
      line([ID, DATASET, ...texts, ...figures.map(({ name }) => name), ...routers.map(({ name }) => ROUTER + name)]),
  ];
  for (let from = 0; from < table.ids.length; from += PORTION) {
    const rows = Array.from({ length: Math.min(PORTION, table.ids.length - from) }, (_, i) => from + i);
    pieces.push(
      rows
        .map((row) => {
          const text = table.texts ? [guarded(table.texts[row]!)] : [];
          const numbers = figures.map(({ at }) => (Number.isNaN(at(row)) ? "" : String(at(row))));
          return line([
            guarded(table.ids[row]!),
            guarded(table.datasets[row]!),
            ...text,
            ...numbers,
            ...routers.map(({ cells }) => guarded(cells[row]!)),
          ]);
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
    ...(table.routers ?? []).map(({ name, cells }) => text(ROUTER + name, cells)),
  ]);
}
