/**
 * A table as read: named columns of text. Each column stores distinct texts once, since long tables repeat their prompts and models
 * many times: 4 million rows of 112 models take a few bytes per cell.
 */
import { LibraryError } from "../../errors.ts";

/** A table cannot be read, or lacks required content. */
export class TableError extends LibraryError {
  override readonly name = "TableError";
}

export const MAX_ROWS = 6_000_000;
export const MAX_COLUMNS = 5_000;
export const MAX_CELLS = 60_000_000;
/** A column with more distinct texts than this stops looking for repeats: the index would cost more than it saves. */
const MAX_INDEXED = 1_000_000;
/** Of columns with model answers, only the beginning is kept: nothing is computed from them. */
const MAX_ANSWER = 200;
const ANSWER = /(?:response|responses|raw_output|prediction|answer|completion|resps|generated_answer|generated_text)$/i;

export class Column {
  /** Distinct texts; code 0 is the empty cell. */
  readonly texts: string[] = [""];
  #codes = new Uint32Array(256);
  #index: Map<string, number> | null = new Map();
  readonly #answer: boolean;
  /** Whether the last text had not been seen before: then the next one probably has not either. */
  #wasNew = false;

  constructor(readonly name: string) {
    this.#answer = ANSWER.test(name);
  }

  set(row: number, text: string): void {
    const kept = this.#answer && text.length > MAX_ANSWER ? text.slice(0, MAX_ANSWER) : text;
    if (row >= this.#codes.length) {
      const grown = new Uint32Array(Math.max(2 * this.#codes.length, row + 1));
      grown.set(this.#codes);
      this.#codes = grown;
    }
    this.#codes[row] = kept === "" ? 0 : this.#codeOf(kept);
  }

  #codeOf(text: string): number {
    // A new text is copied before it is looked for: the copy's hash is then computed once, and not the text's as well.
    const key = this.#wasNew ? ownCopy(text) : text;
    const known = this.#index?.get(key);
    if (known !== undefined) {
      this.#wasNew = false;
      return known;
    }
    const own = this.#wasNew ? key : ownCopy(key);
    this.#wasNew = true;
    const code = this.texts.push(own) - 1;
    this.#index?.set(own, code);
    if (this.#index && this.#index.size > MAX_INDEXED) this.#index = null;
    return code;
  }

  /** Code of a row's text: rows with the same code have the same text. */
  code(row: number): number {
    return this.#codes[row] ?? 0;
  }

  /** "" where there is none. */
  text(row: number): string {
    return this.texts[this.code(row)]!;
  }
}

/**
 * A copy of a text that does not keep the whole chunk it was cut from in memory. Browsers copy short texts when they cut them, and a
 * text that is put together when something is cut from it; to write and parse it as JSON would take ten times as long.
 */
function ownCopy(text: string): string {
  return text.length < 13 ? text : ` ${text}`.slice(1);
}

/** The contents of a file, and its format. */
export interface RawTable {
  /** Its name in errors: its path. */
  file: string;
  columns: Column[];
  rows: number;
  /** Line of the file where a row begins; for a list its number, from 1. */
  line(row: number): number;
  /** For display: "CSV", "JSON lines", "Parquet". */
  form: string;
  /** Of delimited text. */
  separator: string | null;
  /** Of text. */
  encoding: string | null;
}

/** Collects a table row by row. Throws a TableError beyond the limits. */
export class TableBuilder {
  readonly #columns = new Map<string, Column>();
  #lines = new Uint32Array(256);
  rows = 0;

  constructor(readonly file: string) {}

  /** Begins a row. */
  row(line: number): void {
    if (this.rows === this.#lines.length) {
      const grown = new Uint32Array(2 * this.rows);
      grown.set(this.#lines);
      this.#lines = grown;
    }
    this.#lines[this.rows++] = line;
    if (this.rows > MAX_ROWS) {
      throw new TableError(this.file, `${this.file} has more than ${MAX_ROWS} rows. Import fewer models at a time.`);
    }
    if (this.rows * this.#columns.size > MAX_CELLS) {
      throw new TableError(this.file, `${this.file} has more than ${MAX_CELLS} cells. Leave out columns, or cut it.`);
    }
  }

  /** A column, created on first use. */
  column(name: string): Column {
    const known = this.#columns.get(name);
    if (known) return known;
    if (this.#columns.size >= MAX_COLUMNS) {
      throw new TableError(
        this.file,
        `${this.file} has more than ${MAX_COLUMNS} columns. Leave out those that are not needed.`,
      );
    }
    const column = new Column(name);
    this.#columns.set(name, column);
    return column;
  }

  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /** Writes into the current row. */
  set(name: string, text: string): void {
    this.column(name).set(this.rows - 1, text);
  }

  finish(about: Pick<RawTable, "form" | "separator" | "encoding">): RawTable {
    if (this.rows === 0) throw new TableError(this.file, `${this.file} has no rows, only names of columns.`);
    const lines = this.#lines;
    return {
      file: this.file,
      columns: [...this.#columns.values()],
      rows: this.rows,
      line: (row) => lines[row] ?? row + 1,
      ...about,
    };
  }
}

/** Called from time to time with the share of the work done, 0 … 1. */
export type Tell = (share: number) => void;
/** Rows between two progress reports. */
export const TELL_EVERY = 2_000;
