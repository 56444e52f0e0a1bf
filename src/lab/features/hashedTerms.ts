/**
 * Words and parts of words as hashed terms: words and pairs of neighbouring words in 2^15 columns, runs of 3 to 5 characters within
 * words (with a space before and after each word) in 2^16. The hash is FNV-1a over the bytes of UTF-16 code units; terms with equal
 * hashes share a column.
 */
import type { SparseRows } from "./rows.ts";

export const WORD_COLUMNS = 2 ** 15;
export const CHARACTER_COLUMNS = 2 ** 16;
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** Term frequencies, as 1 + ln tf, of cleaned texts. */
export function hashedTerms(texts: readonly string[]): SparseRows {
  const starts = new Uint32Array(texts.length + 1);
  const parts: { indices: Uint32Array; values: Float32Array }[] = [];
  texts.forEach((text, i) => {
    const counts = termsOf(text);
    const indices = Uint32Array.from(counts.keys()).sort();
    parts.push({ indices, values: Float32Array.from(indices, (column) => 1 + Math.log(counts.get(column)!)) });
    starts[i + 1] = starts[i]! + indices.length;
  });
  const indices = new Uint32Array(starts.at(-1)!);
  const values = new Float32Array(starts.at(-1)!);
  parts.forEach((part, i) => {
    indices.set(part.indices, starts[i]!);
    values.set(part.values, starts[i]!);
  });
  return { kind: "sparse", rows: texts.length, columns: WORD_COLUMNS + CHARACTER_COLUMNS, starts, indices, values };
}

function termsOf(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (column: number) => counts.set(column, (counts.get(column) ?? 0) + 1);
  let before: number | null = null;
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(hash(word, 0, word.length) % WORD_COLUMNS);
    // The hash of a pair goes on from that of its first word and a space.
    if (before !== null) add(hash(word, 0, word.length, step(before, 0x20)) % WORD_COLUMNS);
    before = hash(word, 0, word.length);
    const padded = ` ${word} `;
    for (let start = 0; start < padded.length; start++) {
      let running = BASIS;
      const end = Math.min(padded.length, start + 5);
      for (let at = start; at < end; at++) {
        running = unit(running, padded.charCodeAt(at));
        if (at - start >= 2) add(WORD_COLUMNS + ((running >>> 0) % CHARACTER_COLUMNS));
      }
    }
  }
  return counts;
}

const step = (hashed: number, byte: number): number => Math.imul(hashed ^ byte, PRIME);
const unit = (hashed: number, code: number): number => step(step(hashed, code & 0xff), code >>> 8);

function hash(text: string, from: number, to: number, basis = BASIS): number {
  let hashed = basis;
  for (let at = from; at < to; at++) hashed = unit(hashed, text.charCodeAt(at));
  return hashed >>> 0;
}
