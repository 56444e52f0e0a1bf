/**
 * Import of evaluation tables: files are read once, the interpretation can be reviewed and corrected, and the result is a library
 * of figures. Runs in a worker: see src/workers/tableImport.
 */

import { assemble } from "./assemble/assemble.ts";
import type { Finding } from "./edits/change.ts";
import type { EvaluationTable } from "./evaluationTable.ts";
import { hasModel, type OpenedFile, withRoles } from "./fileRoles.ts";
import { findingsOf } from "./findings/findings.ts";
import type { Encoding } from "./read/encoding.ts";
import { openTable } from "./read/openTable.ts";
import { type RawTable, TableError, type Tell } from "./read/rawTable.ts";
import { TABLE_NAME } from "./read/tableName.ts";
import { withoutBattles } from "./understand/battles.ts";
import { withoutLeaderboard } from "./understand/leaderboard.ts";
import { mergeTables, type Part } from "./understand/merge.ts";
import { type Price, pricedCalls, pricesOf, readPrices } from "./understand/prices.ts";
import { type ColumnFacts, type ColumnRole, inferRoles } from "./understand/roles.ts";
import { routersOf, type TableRouter, withRouters } from "./understand/routers.ts";
import { inferScale } from "./understand/scale.ts";
import type { ScoreScale } from "./understand/scoreScales.ts";

export interface GivenFile {
  /** Including its folders, if known. */
  path: string;
  blob: Blob;
}

/** The user's corrections of the interpretation. */
export interface ImportChoices {
  /** By column name. */
  roles?: Readonly<Record<string, ColumnRole>>;
  scale?: ScoreScale;
  separator?: string;
  encoding?: Encoding;
}

/** The interpretation of the files, for review before anything is stored. */
export interface TableLook {
  name: string;
  files: {
    file: string;
    form: string;
    separator: string | null;
    encoding: string | null;
    rows: number;
    holds: "scores" | "prices";
  }[];
  /** Files that are not tables and were ignored. */
  skipped: string[];
  columns: { name: string; role: ColumnRole; samples: string[]; missing: number; unreadable: number }[];
  /** Rows of all score files. */
  rows: number;
  scale: ScoreScale;
  /** Empty while `problem` says why there is no table yet. */
  models: string[];
  prompts: number;
  findings: Finding[];
  problem: string | null;
}

/** Limit for the columns dialog; a table with more columns is imported as interpreted. */
const MOST_COLUMNS_SHOWN = 400;
const SAMPLES = 3;
const SAMPLE_LETTERS = 120;

export interface UnderstoodTable {
  name: string;
  table: EvaluationTable;
  /** By model; null if no price file names it. */
  prices: (Price | null)[] | null;
  /** Others' decisions: by prompt of the table. */
  routers: TableRouter[];
  findings: Finding[];
}

export class TableImporter {
  /** The last interpretation, which is usually the one that is imported. */
  #understood: { key: string; table: UnderstoodTable } | null = null;
  #opened: { key: string; files: OpenedFile[]; skipped: string[] } | null = null;

  constructor(
    readonly name: string,
    private readonly given: readonly GivenFile[],
  ) {}

  /**
   * Reads the files, unless they have been read this way before, and describes their contents. Throws a LibraryError for unreadable
   * files.
   */
  async look(choices: ImportChoices = {}, tell?: Tell): Promise<TableLook> {
    const { files, skipped } = await this.#open(choices, tell);
    const scores = files.filter(({ prices }) => prices === null);
    const facts = withRoles(scores, choices.roles);
    const scale = choices.scale ?? scaleOf(facts.flat());
    let understood: UnderstoodTable | null = null;
    let problem: string | null = null;
    this.#understood = null;
    try {
      understood = this.#understand(files, facts, scale);
      this.#understood = { key: JSON.stringify(choices), table: understood };
    } catch (error) {
      if (!(error instanceof TableError)) throw error;
      problem = error.message;
    }
    return {
      name: this.name,
      files: files.map(({ raw, prices }) => {
        const { file, form, separator, encoding, rows } = raw;
        return { file, form, separator, encoding, rows, holds: prices ? "prices" : "scores" };
      }),
      skipped,
      columns: columnsOf(scores, facts),
      rows: scores.reduce((sum, { raw }) => sum + raw.rows, 0),
      scale,
      models: understood?.table.models ?? [],
      prompts: understood?.table.prompts.length ?? 0,
      findings: understood?.findings ?? [],
      problem,
    };
  }

  /** The table according to the choices. Throws a LibraryError that says what is missing or wrong, and where. */
  async read(choices: ImportChoices = {}, tell?: Tell): Promise<UnderstoodTable> {
    if (this.#understood?.key === JSON.stringify(choices)) return this.#understood.table;
    const { files } = await this.#open(choices, tell);
    const scores = files.filter(({ prices }) => prices === null);
    const facts = withRoles(scores, choices.roles);
    return this.#understand(files, facts, choices.scale ?? scaleOf(facts.flat()));
  }

  async #open({ separator, encoding }: ImportChoices, tell: Tell = () => {}) {
    const key = `${separator ?? ""} ${encoding ?? ""}`;
    if (this.#opened?.key === key) return this.#opened;
    const alone = this.given.length === 1;
    const wanted = this.given.filter(({ path }) => alone || TABLE_NAME.test(path));
    const skipped = this.given.filter((one) => !wanted.includes(one)).map(({ path }) => path);
    if (wanted.length === 0) {
      throw new TableError(
        this.name,
        `${this.name} holds no table. Tables are CSV, TSV, JSON, JSON lines, Parquet, Excel or YAML, packed with gzip or zip or not at all.`,
      );
    }
    const total = wanted.reduce((sum, { blob }) => sum + blob.size, 0) || 1;
    const files: OpenedFile[] = [];
    let done = 0;
    for (const { path, blob } of wanted) {
      const raw = await openTable(blob, path, {
        separator,
        encoding,
        tell: (share) => tell((done + share * blob.size) / total),
      });
      done += blob.size;
      files.push(opened(raw));
      tell(done / total);
    }
    // Prices are useless without a table of scores.
    if (files.every(({ prices }) => prices !== null)) for (const file of files) file.prices = null;
    this.#opened = { key, files, skipped };
    return this.#opened;
  }

  #understand(files: readonly OpenedFile[], facts: readonly ColumnFacts[][], scale: ScoreScale): UnderstoodTable {
    const scores = files.filter(({ prices }) => prices === null);
    const parts = scores.map(({ raw }, i): Part => {
      const name = baseName(raw.file);
      return { name, table: assemble(raw, facts[i]!, { scale, ...(hasModel(facts[i]!) ? {} : { model: name }) }) };
    });
    const scored = parts.filter(({ table }) => table.models.length > 0);
    const decided = parts.filter(({ table }) => table.models.length === 0 && table.routers).map(ofItsFile);
    const table = withRouters(mergeTables(scored.length > 0 ? scored : parts, this.name), decided);
    if (table.models.length < 2) {
      throw new TableError(
        this.name,
        `${this.name} has scores of ${table.models.length === 1 ? "1 model" : `${table.models.length} models`}; two are needed. Each model is a column of scores, a key of “scores” or ` +
          "“records”, a name in a column of models, or a file of its own.",
      );
    }
    const known = files.flatMap(({ prices }) => prices ?? []);
    const prices = known.length > 0 ? pricesOf(table.models, known) : null;
    const priced = prices && !table.costs ? { ...table, costs: pricedCalls(table, prices) } : table;
    return {
      name: this.name,
      table: priced,
      prices,
      routers: routersOf(priced),
      findings: findingsOf(priced, scored, prices),
    };
  }
}

/** A table that is laid out in another way is turned into a row per prompt and model first. */
function opened(given: RawTable): OpenedFile {
  const prices = readPrices(given);
  const raw = prices ? given : withoutLeaderboard(withoutBattles(given));
  return { raw, facts: inferRoles(raw), prices };
}

/** A file's only column of decisions is named after the file. */
const ofItsFile = ({ name, table }: Part): EvaluationTable =>
  table.routers?.length === 1 ? { ...table, routers: [{ ...table.routers[0]!, name }] } : table;

const scaleOf = (facts: readonly ColumnFacts[]): ScoreScale =>
  inferScale(facts.filter(({ role }) => role.kind === "score"));

/** A file's name without folders and extensions. */
export const baseName = (path: string): string =>
  path
    .split("/")
    .at(-1)!
    .replace(/(?:\.(?:csv|tsv|txt|tab|json|jsonl|ndjson|parquet|xlsx|ya?ml|gz|zip))+$/i, "");

function columnsOf(files: readonly OpenedFile[], facts: readonly ColumnFacts[][]): TableLook["columns"] {
  const columns = new Map<string, TableLook["columns"][number]>();
  files.forEach(({ raw }, i) => {
    facts[i]!.forEach(({ name, role, profile }, k) => {
      const { missing, unreadable } = profile;
      const known = columns.get(name);
      if (known) {
        known.missing += missing;
        known.unreadable += unreadable;
      } else if (columns.size < MOST_COLUMNS_SHOWN) {
        const samples = Array.from({ length: Math.min(SAMPLES, raw.rows) }, (_, row) =>
          raw.columns[k]!.text(row).slice(0, SAMPLE_LETTERS),
        );
        columns.set(name, { name, role, samples, missing, unreadable });
      }
    });
  });
  return [...columns.values()];
}
