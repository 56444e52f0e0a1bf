/** Features of prompts, one row per prompt: a dense matrix, or a sparse one for hashed words. */

export interface DenseRows {
  kind: "dense";
  rows: number;
  columns: number;
  /** Row-major. Double precision: which of two near-equal penalties or neighbours is taken hangs on the last digits. */
  data: Float64Array;
}

export interface SparseRows {
  kind: "sparse";
  rows: number;
  columns: number;
  /** Row i has the entries starts[i] … starts[i + 1] − 1. */
  starts: Uint32Array;
  /** Ascending within a row. */
  indices: Uint32Array;
  values: Float32Array;
}

export type Rows = DenseRows | SparseRows;

/** A feature prepared for one set of training prompts: what is learnt from them (means, document counts) is applied to any rows. */
export type Preparation = (raw: Rows) => Rows;

/** Columns are standardised: less their mean, times a factor. */
export interface LearntScale {
  kind: "scale";
  mean: Float64Array;
  factor: Float64Array;
}

/** Hashed terms are weighted, and each of the two blocks of a row given the length 1/√2. */
export interface LearntWeights {
  kind: "tfidf";
  /** The hashed columns that are kept, ascending; the first `words` of them are words, the others parts of words. */
  columns: Uint32Array;
  words: number;
  idf: Float32Array;
}

/** What is learnt of a feature from training prompts, as plain data. */
export type LearntFeature = LearntScale | LearntWeights;

/** What a head reads. */
export interface Feature {
  id: string;
  /** What is known of every prompt of the table without its scores. */
  raw: Rows;
  /** @param train rows that may be learnt from */
  prepare(train: Int32Array): Preparation;
  /** What `prepare` learns, as data. */
  learn(train: Int32Array): LearntFeature;
  /** The same rows for other texts; null if the feature cannot be computed from a text alone. */
  ofTexts: ((texts: readonly string[]) => Rows) | null;
  /** Whether a language model reads each text, which takes long: other texts than the table's are then few. */
  readByModel: boolean;
}
