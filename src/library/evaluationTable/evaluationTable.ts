/** An evaluation table in the app's own form, whatever its source: one row per prompt, one column per model. */

export interface TablePrompt {
  id: string;
  /** "" if the table does not say. */
  dataset: string;
  text: string;
}

export interface EvaluationTable {
  models: string[];
  prompts: TablePrompt[];
  /** Prompts × models, higher is better; NaN where missing. */
  scores: Float64Array;
  /** US dollars per call, prompts × models; NaN where unknown. Null if the table has no costs. */
  costs: Float64Array | null;
  /** Tokens per call, in the same form; null if the table has none. */
  inputTokens: Float64Array | null;
  outputTokens: Float64Array | null;
  /** 1 for a call that failed, as its answer or a column of errors says, in the same form; null if none is known. */
  failed?: Float64Array | null;
  /** Further numbers of the calls, such as latencies, by name: constraints, in the same form. */
  measures?: ReadonlyMap<string, Float64Array>;
  /** Decisions of others' routers, as they are written. */
  routers?: readonly RouterColumn[];
  /** With several files: the file of each prompt, by its place among them. */
  files?: Uint16Array;
  /** Whether the ids, and the texts, come from the table itself. */
  hasIds: boolean;
  hasTexts: boolean;
  /** Of a table of points without prompts: its rows, some of which may repeat a point and count once. Absent for other tables. */
  pointRows?: number;
}

/** By prompt, the model that a router chose or a number to route by; "" where unknown. */
export interface RouterColumn {
  name: string;
  cells: readonly string[];
}

/** Id of the constraint in US dollars per 1,000 prompts. */
export const COST = "cost";

/** Prefixes of the benchmark's columns with the tokens of each call. */
export const INPUT_TOKENS = "input-tokens";
export const OUTPUT_TOKENS = "output-tokens";

/** Costs are shown per this many prompts. */
export const PER_PROMPTS = 1_000;

/** Means of the known values, by column of a table of prompts × models; NaN for a column without any. */
export function columnMeans(table: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  for (let i = 0; i < table.length; i++) {
    if (Number.isNaN(table[i]!)) continue;
    sums[i % columns]! += table[i]!;
    counts[i % columns]!++;
  }
  return sums.map((sum, k) => (counts[k]! > 0 ? sum / counts[k]! : Number.NaN));
}

/** The rows of a prompts × models table that are complete for all models with any value. */
export function completeRows(table: Float64Array, columns: number): Float64Array {
  const known = columnMeans(table, columns);
  const complete = new Float64Array(table.length);
  let length = 0;
  for (let at = 0; at < table.length; at += columns) {
    let k = 0;
    while (k < columns && (!Number.isNaN(table[at + k]!) || Number.isNaN(known[k]!))) k++;
    if (k < columns) continue;
    for (k = 0; k < columns; k++) complete[length++] = table[at + k]!;
  }
  return complete.slice(0, length);
}
