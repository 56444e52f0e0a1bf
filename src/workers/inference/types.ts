/** Types shared by the protocol and the parts behind it. */

export type Backend = "wasm" | "webgpu";

/** Sequences of equal length, row-major; no padding, so every token is attended to. */
export interface Batch {
  rows: number;
  columns: number;
  ids: BigInt64Array;
}

/** A sum of losses, and the number of characters it covers. */
export interface WordLoss {
  /** Σ −ln p over the hidden tokens. */
  nats: number;
  /** Characters of the hidden words. */
  characters: number;
}
