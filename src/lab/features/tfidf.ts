/** TF-IDF of hashed terms: (1 + ln tf) · ln(n / df), each of the two blocks of a row with length 1/√2. */
import { hashedTerms, WORD_COLUMNS } from "./hashedTerms.ts";
import type { Feature, Preparation, Rows, SparseRows } from "./rows.ts";

const BLOCK_LENGTH = Math.SQRT1_2;

/** Weights columns by ln(n / df) of the training rows; a column that none of them has weighs nothing. */
export function weighter(raw: SparseRows, train: Int32Array): Preparation {
  const idf = new Float32Array(raw.columns);
  for (const row of train) for (let at = raw.starts[row]!; at < raw.starts[row + 1]!; at++) idf[raw.indices[at]!]!++;
  for (let k = 0; k < idf.length; k++) idf[k] = idf[k]! > 0 ? Math.log(train.length / idf[k]!) : 0;
  return (rows: Rows) => {
    if (rows.kind !== "sparse" || rows.columns !== raw.columns)
      throw new RangeError("These rows are not hashed terms.");
    const { starts, indices } = rows;
    const values = rows.values.map((value, at) => value * idf[indices[at]!]!);
    for (let row = 0; row < rows.rows; row++) {
      let middle = starts[row]!;
      while (middle < starts[row + 1]! && indices[middle]! < WORD_COLUMNS) middle++;
      scale(values.subarray(starts[row]!, middle));
      scale(values.subarray(middle, starts[row + 1]!));
    }
    return { ...rows, values };
  };
}

/** @param texts cleaned, one per prompt of the table */
export function tfidfFeature(texts: readonly string[]): Feature {
  const raw = hashedTerms(texts);
  return { id: "tfidf", raw, prepare: (train) => weighter(raw, train), ofTexts: hashedTerms };
}

function scale(block: Float32Array): void {
  let squares = 0;
  for (const value of block) squares += value * value;
  if (squares === 0) return;
  const factor = BLOCK_LENGTH / Math.sqrt(squares);
  for (let k = 0; k < block.length; k++) block[k]! *= factor;
}
