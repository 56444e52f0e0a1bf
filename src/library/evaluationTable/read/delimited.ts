/**
 * Delimited text: CSV, TSV, semicolons, bars. Papa Parse reads the rows; this file detects the separator, feeds it pieces of the
 * file, and reports errors with their line.
 */
import Papa from "papaparse";
import { ownRoles, unguarded } from "../out/ownForm.ts";
import { columnNames } from "./columnNames.ts";
import { ENCODINGS } from "./encoding.ts";
import { type Column, type RawTable, TableBuilder, TableError, TELL_EVERY, type Tell } from "./rawTable.ts";
import { SEPARATORS } from "./separators.ts";
import type { TextSource } from "./textChunks.ts";

/** If no row ends within this many characters, the text contains a quote that is never closed. */
const MAX_ROW = 1 << 24;
const SNIFFED_ROWS = 40;

interface Parsed {
  data: string[][];
  errors: { type: string; code: string; row?: number }[];
  meta: { cursor: number };
}

const parse = (text: string, delimiter: string, newline: string, open: boolean, preview = 0): Parsed =>
  new Papa.Parser({ delimiter, newline: newline as "\n", preview, quoteChar: '"', escapeChar: '"' }).parse(
    text,
    0,
    open,
  ) as Parsed;

/** Reads delimited text. @param separator overrides the detected one. Throws a TableError that names the line. */
export async function readDelimited(
  source: TextSource,
  file: string,
  { separator, tell = () => {} }: { separator?: string | undefined; tell?: Tell | undefined } = {},
): Promise<RawTable> {
  const builder = new TableBuilder(file);
  let pending = "";
  let line = 1;
  let columns: Column[] | null = null;
  /** Whether this site has written it: cells may be guarded against formulas. */
  let own = false;
  let delimiter = separator ?? "";
  let newline = "\n";
  let started = false;
  let before = 0;
  for await (const { text, loaded, last } of source.chunks()) {
    pending += text;
    if (!started) {
      const start = preamble(pending);
      line += start.lines;
      pending = pending.slice(start.at);
      newline = newlineOf(pending);
      delimiter ||= start.separator ?? separatorOf(pending, newline);
      started = true;
    }
    if (pending === "") continue;
    const { data, errors, meta } = parse(pending, delimiter, newline, !last);
    const broken = new Map<number, boolean>();
    // Text after a closing quote is detected before the end of the file is reached.
    for (const { type, code, row = -1 } of errors) {
      if (type === "Quotes") broken.set(row, code === "MissingQuotes" && broken.get(row) !== false);
    }
    for (let k = 0; k < data.length; k++) {
      const cells = data[k]!;
      if (k % TELL_EVERY === 0) tell((before + (k / data.length) * (loaded - before)) / Math.max(1, source.bytes));
      const start = line;
      line += 1 + linesIn(cells);
      if (broken.has(k)) throw quoteError(file, start, broken.get(k)!);
      if (cells.length === 1 && cells[0] === "") continue;
      if (columns === null) {
        const header = columnNames(cells, file);
        own = ownRoles(header) !== null;
        columns = header.map((name) => builder.column(name));
      } else addRow(builder, columns, cells, start, own);
    }
    pending = last ? "" : pending.slice(meta.cursor);
    if (pending.length > MAX_ROW) throw quoteError(file, line, true);
    before = loaded;
    tell(loaded / Math.max(1, source.bytes));
  }
  return builder.finish({
    form: delimiter === "\t" ? "TSV" : "CSV",
    separator: delimiter,
    encoding: ENCODINGS[source.encoding],
  });
}

function addRow(
  builder: TableBuilder,
  columns: readonly Column[],
  cells: readonly string[],
  line: number,
  own: boolean,
): void {
  const { file } = builder;
  // Spreadsheets write empty cells after the last column.
  const extra = cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== "");
  if (cells.length < columns.length || extra) {
    throw new TableError(
      file,
      `${file}, line ${line}: has ${cells.length} cells, but there are ${columns.length} columns.`,
    );
  }
  builder.row(line);
  const row = builder.rows - 1;
  for (let i = 0; i < columns.length; i++) columns[i]!.set(row, own ? unguarded(cells[i]!) : cells[i]!);
}

function linesIn(cells: readonly string[]): number {
  let lines = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf("\n"); at >= 0; at = cell.indexOf("\n", at + 1)) lines++;
  }
  return lines;
}

function quoteError(file: string, line: number, open: boolean): TableError {
  const problem = open ? "a quoted cell does not end" : "text follows a cell in quotes";
  return new TableError(file, `${file}, line ${line}: ${problem}. Double the quotes inside cells.`);
}

/** What precedes the header: a byte-order mark, Excel's `sep=;`, comment lines. */
function preamble(text: string): { at: number; lines: number; separator: string | null } {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let lines = 0;
  let separator: string | null = null;
  for (;;) {
    const rest = /[^\r\n]*(?:\r\n|\n|\r|$)/y;
    rest.lastIndex = at;
    const line = rest.exec(text)![0];
    const named = /^"?sep=(.)"?\s*$/.exec(line);
    const blank = line.trim() === "" && line !== "";
    // A header may begin with #, but then its line has more than one cell.
    const comment = /^#/.test(line) && !/[,;\t|]/.test(line);
    if (!named && !blank && !comment) return { at, lines, separator };
    if (named) separator = named[1]!;
    at += line.length;
    lines++;
  }
}

/** The first line end outside quotes. */
function newlineOf(text: string): string {
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === "\n") return "\n";
    else if (!quoted && character === "\r") return text[i + 1] === "\n" ? "\r\n" : "\r";
  }
  return "\n";
}

/** The separator for which most rows have as many cells as the header, whose names differ. */
function separatorOf(text: string, newline: string): string {
  const sample = text.slice(0, 1 << 20);
  const found = Object.keys(SEPARATORS).map((separator) => {
    const { data, errors } = parse(sample, separator, newline, true, SNIFFED_ROWS);
    const rows = data.length > 0 ? data : parse(sample, separator, newline, false, SNIFFED_ROWS).data;
    const names = rows[0] ?? [];
    const columns = names.length;
    // What would be refused, for two columns of one name or text after a cell in quotes, is the last choice.
    const refused = new Set(names).size < columns || errors.some(({ code }) => code === "InvalidQuotes");
    const alike = rows.filter((row) => row.length === columns).length / Math.max(1, rows.length);
    return { separator, score: columns > 1 ? (refused ? 0.5 : 1) * alike * (1 + Math.min(columns, 50) / 1000) : 0 };
  });
  return found.reduce((best, one) => (one.score > best.score ? one : best)).separator;
}
