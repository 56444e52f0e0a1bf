/**
 * Words and parts of words as hashed terms: words and pairs of neighbouring words in 2^15 columns, runs of 3 to 5 characters within
 * words (with a space before and after each word) in 2^16.
 */
import { CHARACTER_COLUMNS, eachTerm, WORD_COLUMNS } from "../takeaway/files/route_text.mjs";
import type { SparseRows } from "./rows.ts";

export { CHARACTER_COLUMNS, WORD_COLUMNS };

const COLUMNS = WORD_COLUMNS + CHARACTER_COLUMNS;

/** Term frequencies, as 1 + ln tf, of cleaned texts. */
export function hashedTerms(texts: readonly string[]): SparseRows {
  const starts = new Uint32Array(texts.length + 1);
  const counter = new Counter();
  const add = (column: number) => counter.add(column);
  const parts = texts.map((text, i) => {
    eachTerm(text, add);
    const part = counter.take();
    starts[i + 1] = starts[i]! + part.indices.length;
    return part;
  });
  const indices = new Uint32Array(starts.at(-1)!);
  const values = new Float32Array(starts.at(-1)!);
  parts.forEach((part, i) => {
    indices.set(part.indices, starts[i]!);
    values.set(part.values, starts[i]!);
  });
  return { kind: "sparse", rows: texts.length, columns: COLUMNS, starts, indices, values };
}

/** Counts columns of one text after the other, in the same memory. */
class Counter {
  readonly #counts = new Uint32Array(COLUMNS);
  readonly #seen = new Uint32Array(COLUMNS);
  #length = 0;

  add(column: number): void {
    if (this.#counts[column]!++ === 0) this.#seen[this.#length++] = column;
  }

  /** What was counted since the last time; columns ascend. */
  take(): { indices: Uint32Array; values: Float32Array } {
    const indices = this.#seen.slice(0, this.#length).sort();
    const values = new Float32Array(indices.length);
    for (let k = 0; k < indices.length; k++) {
      values[k] = 1 + Math.log(this.#counts[indices[k]!]!);
      this.#counts[indices[k]!] = 0;
    }
    this.#length = 0;
    return { indices, values };
  }
}
