/**
 * Words and parts of words as hashed terms: words and pairs of neighbouring words in 2^15 columns, runs of 3 to 5 characters within
 * words (with a space before and after each word) in 2^16. The hash is FNV-1a over UTF-8; terms with equal hashes share a column.
 */
import type { SparseRows } from "./rows.ts";

export const WORD_COLUMNS = 2 ** 15;
export const CHARACTER_COLUMNS = 2 ** 16;
/** Lengths of parts of words. */
const SHORTEST = 3;
const LONGEST = 5;
const SPACE = 0x20;
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

const COLUMNS = WORD_COLUMNS + CHARACTER_COLUMNS;

/** Term frequencies, as 1 + ln tf, of cleaned texts. */
export function hashedTerms(texts: readonly string[]): SparseRows {
  const starts = new Uint32Array(texts.length + 1);
  const counter = new Counter();
  const parts = texts.map((text, i) => {
    countTerms(text, counter);
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

function countTerms(text: string, counter: Counter): void {
  let before: number | null = null;
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const padded = [SPACE, ...Array.from(word, (letter) => letter.codePointAt(0)!), SPACE];
    let own = BASIS;
    // The hash of a pair goes on from that of its first word and a space.
    let pair = before === null ? 0 : hashed(before, SPACE);
    for (let at = 1; at < padded.length - 1; at++) {
      own = hashed(own, padded[at]!);
      pair = hashed(pair, padded[at]!);
    }
    counter.add((own >>> 0) % WORD_COLUMNS);
    if (before !== null) counter.add((pair >>> 0) % WORD_COLUMNS);
    before = own;
    for (let start = 0; start < padded.length; start++) {
      let running = BASIS;
      const end = Math.min(padded.length, start + LONGEST);
      for (let at = start; at < end; at++) {
        running = hashed(running, padded[at]!);
        if (at - start + 1 >= SHORTEST) counter.add(WORD_COLUMNS + ((running >>> 0) % CHARACTER_COLUMNS));
      }
    }
  }
}

const step = (hash: number, byte: number): number => Math.imul(hash ^ byte, PRIME);

/** FNV-1a gone on by a code point's UTF-8 bytes. */
function hashed(hash: number, code: number): number {
  if (code < 0x80) return step(hash, code);
  const last = 0x80 | (code & 0x3f);
  if (code < 0x800) return step(step(hash, 0xc0 | (code >>> 6)), last);
  const third = 0x80 | ((code >>> 6) & 0x3f);
  if (code < 0x10000) return step(step(step(hash, 0xe0 | (code >>> 12)), third), last);
  return step(step(step(step(hash, 0xf0 | (code >>> 18)), 0x80 | ((code >>> 12) & 0x3f)), third), last);
}
