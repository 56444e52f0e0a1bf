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
    const padded = [SPACE, ...Array.from(word, (letter) => letter.codePointAt(0)!), SPACE];
    const inside = padded.slice(1, -1);
    const own = inside.reduce(hashed, BASIS);
    add((own >>> 0) % WORD_COLUMNS);
    // The hash of a pair goes on from that of its first word and a space.
    if (before !== null) add((inside.reduce(hashed, hashed(before, SPACE)) >>> 0) % WORD_COLUMNS);
    before = own;
    for (let start = 0; start < padded.length; start++) {
      let running = BASIS;
      const end = Math.min(padded.length, start + LONGEST);
      for (let at = start; at < end; at++) {
        running = hashed(running, padded[at]!);
        if (at - start + 1 >= SHORTEST) add(WORD_COLUMNS + ((running >>> 0) % CHARACTER_COLUMNS));
      }
    }
  }
  return counts;
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
