/** An evaluation table as the app works with it, whatever form it came in: one row a prompt, one column a model. */

export interface TablePrompt {
  id: string;
  /** "" where the table does not say. */
  dataset: string;
  text: string;
}

export interface EvaluationTable {
  models: string[];
  prompts: TablePrompt[];
  /** Prompts × models, higher is better; NaN where missing. */
  scores: Float64Array;
  /** US dollars of each call, prompts × models; NaN where unknown. Null when the table has no costs. */
  costs: Float64Array | null;
  /** Tokens of each call, the same way; null when the table has none. */
  inputTokens: Float64Array | null;
  outputTokens: Float64Array | null;
  /** Whether ids, and texts, are the table's own. */
  hasIds: boolean;
  hasTexts: boolean;
}

/** Ids that have been given away; repeated ones get a number that makes them distinct from all others. */
export class DistinctIds {
  readonly #given = new Set<string>();
  /** By repeated id: the number to try next. */
  readonly #next = new Map<string, number>();

  distinct(written: string): string {
    let id = written;
    let k = this.#next.get(written) ?? 2;
    for (; this.#given.has(id); k++) id = `${written}#${k}`;
    if (id !== written) this.#next.set(written, k);
    this.#given.add(id);
    return id;
  }
}

/** Means of the known values by column of a table of prompts × models; NaN for a column without any. */
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
