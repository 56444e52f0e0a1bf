import { mulberry32 } from "../../../core/stats/random.ts";
import type { Batch } from "../types.ts";

/** 1/7 = 14.3% of the tokens are hidden at a time, as in the benchmark. */
const PARTS = 7;

/**
 * Splits the positions 0 … length−1, in a seeded random order, into disjoint patterns of (nearly) equal size, so that each token is
 * hidden exactly once. Seven patterns, or fewer for texts of fewer than seven tokens; positions ascend.
 */
export function maskPatterns(length: number, seed: number): number[][] {
  const order = shuffled(length, seed);
  const patterns: number[][] = Array.from({ length: Math.min(PARTS, length) }, () => []);
  order.forEach((position, i) => {
    patterns[i % PARTS]!.push(position);
  });
  return patterns.map((pattern) => pattern.sort((a, b) => a - b));
}

/**
 * A random choice of tokens to hide, ascending; the same seed gives the same choice on every machine.
 * @param candidates positions that may be hidden
 * @param share 0 … 1 of them, rounded, but at least one if there are any
 */
export function drawMasks(candidates: readonly number[], share: number, seed: number): number[] {
  const count = Math.min(candidates.length, Math.max(1, Math.round(share * candidates.length)));
  const drawn = shuffled(candidates.length, seed).slice(0, count);
  return drawn.map((k) => candidates[k]!).sort((a, b) => a - b);
}

/** The numbers 0 … length−1 in a seeded random order. */
function shuffled(length: number, seed: number): number[] {
  const random = mulberry32(seed);
  const order = Array.from({ length }, (_, position) => position);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/**
 * One copy of the sequence per pattern, with the pattern's positions replaced by `mask`. Patterns count from the first token after
 * [CLS].
 */
export function maskedCopies(ids: readonly number[], patterns: readonly number[][], mask: number): Batch {
  const batch = repeated(ids, patterns.length);
  patterns.forEach((pattern, row) => {
    for (const position of pattern) batch.ids[row * ids.length + position + 1] = BigInt(mask);
  });
  return batch;
}

/** `rows` copies of one sequence, without padding. */
export function repeated(ids: readonly number[], rows: number): Batch {
  const sequence = ids.map(BigInt);
  const batch = new BigInt64Array(rows * ids.length);
  for (let row = 0; row < rows; row++) batch.set(sequence, row * ids.length);
  return { rows, columns: ids.length, ids: batch };
}
