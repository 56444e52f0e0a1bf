/**
 * Text tables from users: CSV, JSON lines, or a JSON list of objects. Only the structure is checked here; cells are interpreted by
 * the caller. Work and memory are bounded by the file's length and the limits below.
 */
import { TableError } from "../evaluationTable/read/rawTable.ts";
import { jsonFault, placeOf } from "../manifest/jsonFault.ts";

export interface TextTable {
  /** Its name in errors. */
  file: string;
  columns: string[];
  /** Cells by row, in the order of `columns`; "" where missing. */
  rows: string[][];
  /** Line of the file on which each row begins; for a JSON list its number, from 1. */
  lines: number[];
}

const MAX_ROWS = 200_000;
const MAX_COLUMNS = 5_000;
export const MAX_CELLS = 20_000_000;

/** Called from time to time with the share of the work done, 0 … 1. */
export type Tell = (share: number) => void;
/** Rows between two progress reports. */
export const TELL_EVERY = 2_000;

/**
 * Reads a table in any of the three forms. Nested objects become columns such as `scores.gpt-4`. Throws a TableError with file,
 * line and what is wrong.
 */
export function readTable(bytes: ArrayBuffer, file: string, tell: Tell = () => {}): TextTable {
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, "");
  const first = /\S/.exec(text)?.[0];
  if (first === undefined) throw new TableError(file, `${file} is empty.`);
  const table =
    first === "["
      ? readJson(text, file, tell)
      : first === "{"
        ? readJsonLines(text, file, tell)
        : readCsv(text, file, tell);
  if (table.rows.length === 0) throw new TableError(file, `${file} has no rows, only names of columns.`);
  tell(1);
  return table;
}

function readJson(text: string, file: string, tell: Tell): TextTable {
  const objects = parsed(text, file, 1);
  if (!Array.isArray(objects)) throw new TableError(file, `${file} is not a list of objects.`);
  return ofObjects(
    objects,
    objects.map((_, i) => i + 1),
    file,
    tell,
  );
}

function readJsonLines(text: string, file: string, tell: Tell): TextTable {
  const objects: unknown[] = [];
  const lines: number[] = [];
  text.split("\n").forEach((line, i, { length }) => {
    // Parsing is one half of the work, reading the cells the other.
    if (i % TELL_EVERY === 0) tell(i / length / 2);
    if (line.trim() === "") return;
    objects.push(parsed(line, file, i + 1));
    lines.push(i + 1);
  });
  return ofObjects(objects, lines, file, tell);
}

function parsed(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const place = placeOf("\n".repeat(line - 1) + text, line - 1 + jsonFault(text));
    throw new TableError(file, `${file}, ${place}: is not valid JSON.`);
  }
}

function ofObjects(objects: readonly unknown[], lines: number[], file: string, tell: Tell): TextTable {
  const places = new Map<string, number>();
  const rows: string[][] = [];
  const limit = limiter(file);
  objects.forEach((object, i) => {
    if (i % TELL_EVERY === 0) tell((1 + i / objects.length) / 2);
    if (typeof object !== "object" || object === null || Array.isArray(object)) {
      throw new TableError(file, `${file}, row ${lines[i]}:  not an object.`);
    }
    const row: string[] = [];
    flatten(object as Record<string, unknown>, "", (column, cell) => {
      if (!places.has(column)) places.set(column, places.size);
      row[places.get(column)!] = cell;
    });
    rows.push(row);
    limit(rows.length, places.size);
  });
  const columns = [...places.keys()];
  return { file, columns, rows: rows.map((row) => columns.map((_, k) => row[k] ?? "")), lines };
}

/** Two levels are enough for every known format; anything deeper is kept as JSON. */
function flatten(object: Record<string, unknown>, before: string, tell: (column: string, cell: string) => void): void {
  for (const [key, value] of Object.entries(object)) {
    const column = before + key;
    if (value === null || value === undefined) tell(column, "");
    else if (typeof value !== "object") tell(column, String(value));
    else if (Array.isArray(value) || before.split(".").length > 2) tell(column, JSON.stringify(value));
    else flatten(value as Record<string, unknown>, `${column}.`, tell);
  }
}

/** RFC 4180: quoted cells may contain commas, line ends and doubled quotes. */
function readCsv(text: string, file: string, tell: Tell): TextTable {
  const records: string[][] = [];
  const lines: number[] = [];
  const limit = limiter(file);
  const PLAIN = /[^,\r\n"]*/y;
  const QUOTED = /"((?:[^"]|"")*)"/y;
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const record: string[] = [];
    const start = line;
    for (;;) {
      const quoted = text[at] === '"';
      const pattern = quoted ? QUOTED : PLAIN;
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (!found)
        throw new TableError(
          file,
          `${file}, line ${line}: a quoted cell does not end. Double the quotes inside cells.`,
        );
      at = pattern.lastIndex;
      const cell = quoted ? found[1]!.replaceAll('""', '"') : found[0];
      if (quoted) line += found[1]!.split("\n").length - 1;
      record.push(cell);
      if (record.length > MAX_COLUMNS) limit(0, record.length);
      if (text[at] === ",") at++;
      else if (at >= text.length || text[at] === "\n" || text[at] === "\r") break;
      else
        throw new TableError(
          file,
          `${file}, line ${line}: text follows a cell in quotes. Double the quotes inside cells.`,
        );
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line++;
    // An empty line is not a row.
    if (record.length === 1 && record[0] === "") continue;
    records.push(record);
    lines.push(start);
    if (records.length % TELL_EVERY === 0) tell(at / text.length);
    limit(records.length, records[0]!.length);
  }
  const [columns = [], ...rows] = records;
  const repeated = columns.find((name, i) => columns.indexOf(name) < i);
  if (repeated !== undefined) throw new TableError(file, `${file} has two columns “${repeated}”. Rename one.`);
  rows.forEach((row, i) => {
    if (row.length !== columns.length) {
      throw new TableError(
        file,
        `${file}, line ${lines[i + 1]}: has ${row.length} cells, but there are ${columns.length} columns.`,
      );
    }
  });
  return { file, columns, rows, lines: lines.slice(1) };
}

function limiter(file: string): (rows: number, columns: number) => void {
  return (rows, columns) => {
    if (rows > MAX_ROWS + 1)
      throw new TableError(file, `${file} has more than ${MAX_ROWS} rows. Cut it into smaller ones.`);
    if (columns > MAX_COLUMNS)
      throw new TableError(file, `${file} has more than ${MAX_COLUMNS} columns. Leave out those not needed.`);
    if (rows * columns > MAX_CELLS)
      throw new TableError(file, `${file} has more than ${MAX_CELLS} cells. Cut it into smaller ones.`);
  };
}
