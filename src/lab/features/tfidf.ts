/** TF-IDF of hashed terms: (1 + ln tf) · ln(n / df), each of the two blocks of a row with length 1/√2. */
import { CHARACTER_COLUMNS, hashedTerms, WORD_COLUMNS } from "./hashedTerms.ts";
import type { Feature, Preparation, Rows, SparseRows } from "./rows.ts";

const BLOCK_LENGTH = Math.SQRT1_2;

/**
 * Weights columns by ln(n / df) of the training rows; a column that none of them has weighs nothing.
 * @param words columns before this one are words, the others parts of words
 */
export function weighter(raw: SparseRows, train: Int32Array, words = WORD_COLUMNS): Preparation {
  return weighted(idfOf(raw, train), words);
}

function idfOf(raw: SparseRows, train: Int32Array): Float32Array {
  const idf = new Float32Array(raw.columns);
  for (const row of train) for (let at = raw.starts[row]!; at < raw.starts[row + 1]!; at++) idf[raw.indices[at]!]!++;
  for (let k = 0; k < idf.length; k++) idf[k] = idf[k]! > 0 ? Math.log(train.length / idf[k]!) : 0;
  return idf;
}

/** Weights columns as learnt. */
export function weighted(idf: Float32Array, words: number): Preparation {
  return (rows: Rows) => {
    if (rows.kind !== "sparse" || rows.columns !== idf.length) throw new RangeError("These rows are not hashed terms.");
    const { starts, indices } = rows;
    const values = new Float32Array(rows.values.length);
    for (let at = 0; at < values.length; at++) values[at] = rows.values[at]! * idf[indices[at]!]!;
    for (let row = 0; row < rows.rows; row++) {
      const [from, to] = [starts[row]!, starts[row + 1]!];
      let middle = from;
      while (middle < to && indices[middle]! < words) middle++;
      scale(values, from, middle);
      scale(values, middle, to);
    }
    return { ...rows, values };
  };
}

/**
 * The feature of a table. Only columns that occur in it are kept, in their order: others weigh nothing.
 * @param texts cleaned, one per prompt of the table
 */
export function tfidfFeature(texts: readonly string[]): Feature {
  const all = hashedTerms(texts);
  const columns = columnsOf(all);
  const words = columns.filter((column) => column < WORD_COLUMNS).length;
  const narrow = narrower(columns);
  const raw = narrow(all);
  return {
    id: "tfidf",
    raw,
    prepare: (train) => weighter(raw, train, words),
    learn: (train) => ({ kind: "tfidf", columns, words, idf: idfOf(raw, train) }),
    ofTexts: (others) => narrow(hashedTerms(others)),
    readByModel: false,
  };
}

/** The columns that occur, ascending. */
function columnsOf({ columns, indices }: SparseRows): Uint32Array {
  const occurs = new Uint8Array(columns);
  for (let at = 0; at < indices.length; at++) occurs[indices[at]!] = 1;
  return Uint32Array.from(occurs.keys()).filter((column) => occurs[column] === 1);
}

/** Keeps some of the hashed columns. @param columns ascending */
export function narrower(columns: Uint32Array): (rows: SparseRows) => SparseRows {
  const place = new Int32Array(WORD_COLUMNS + CHARACTER_COLUMNS).fill(-1);
  columns.forEach((column, k) => {
    place[column] = k;
  });
  return (rows) => narrowed(rows, place, columns.length);
}

/** Columns renumbered by `place`; those at −1 are left out. */
function narrowed(rows: SparseRows, place: Int32Array, columns: number): SparseRows {
  const starts = new Uint32Array(rows.rows + 1);
  for (let row = 0; row < rows.rows; row++) {
    let count = 0;
    for (let at = rows.starts[row]!; at < rows.starts[row + 1]!; at++) if (place[rows.indices[at]!]! >= 0) count++;
    starts[row + 1] = starts[row]! + count;
  }
  const indices = new Uint32Array(starts[rows.rows]!);
  const values = new Float32Array(starts[rows.rows]!);
  for (let at = 0, to = 0; at < rows.indices.length; at++) {
    const own = place[rows.indices[at]!]!;
    if (own < 0) continue;
    indices[to] = own;
    values[to++] = rows.values[at]!;
  }
  return { ...rows, columns, starts, indices, values };
}

function scale(values: Float32Array, from: number, to: number): void {
  let squares = 0;
  for (let at = from; at < to; at++) squares += values[at]! * values[at]!;
  if (squares === 0) return;
  const factor = BLOCK_LENGTH / Math.sqrt(squares);
  for (let at = from; at < to; at++) values[at]! *= factor;
}
