import type { Matrix } from "../../core/matrix.ts";

/** The router's states as they ship, one row per prompt. */
export interface States extends Matrix {
  /**
   * By row, how far rounding to whole numbers can have moved the state at most (Euclidean); absent where it was not rounded so: half
   * floats round by a share of each number.
   */
  rounding?: Float32Array;
}

/** The measured prompts: one entry per prompt in every list, in the order of the file. Matrix columns follow the manifest's experts. */
export interface Benchmark {
  rows: number;
  /** `<passage id>@<token offset>`; no two are alike. */
  ids: string[];
  /** `window` carries the headline figures; others, such as `held-out`, are shown apart. */
  kind: string[];
  domain: string[];
  /** Sub-domain, for instance `github/python`. */
  part: string[];
  /** Name of the passage in its corpus; never its text. */
  source: string[];
  /**
   * The document that each prompt was cut from, as a number that all prompts of one document share, whatever their kind; a prompt of
   * two documents has that of its larger piece. Null when the library does not tell.
   */
  document: Int32Array | null;
  /** Five keywords, joined by ", ". */
  keywords: string[];
  /** Length of the window in tokens. */
  tokens: Int32Array;
  /** True loss L, nats per token; NaN when not measured. */
  losses: Matrix;
  /** Share of masked tokens that the expert got right, 0 … 1. */
  accuracies: Matrix;
  /** The router's L̂, nats per token; NaN for experts without a router output. */
  predicted: Matrix;
  /** Place on the map. */
  x: Float32Array;
  y: Float32Array;
}
