/** Compares the predictions of one model on one input on two devices. */
import { logSumExp } from "../../inference/predict.ts";

/** An fp32 graph differs only by rounding. */
const EXACT = 1e-3;
/** Quantised formats also round intermediate results, each device in its own way; a broken one is off by nearly 1. */
const ROUNDED = 0.2;

/**
 * Mean over the positions of half the sum of |p − q| over the vocabulary (total variation distance): 0 for equal predictions, 1 for
 * disjoint ones; infinite for outputs of different lengths or that are not numbers.
 * @param size size of the vocabulary
 */
export function disagreement(a: Float32Array, b: Float32Array, size: number): number {
  if (a.length !== b.length || a.length === 0) return Number.POSITIVE_INFINITY;
  let sum = 0;
  try {
    for (let start = 0; start < a.length; start += size) {
      const [p, q] = [a.subarray(start, start + size), b.subarray(start, start + size)];
      const [ofP, ofQ] = [logSumExp(p), logSumExp(q)];
      for (let k = 0; k < size; k++) sum += Math.abs(Math.exp(p[k]! - ofP) - Math.exp(q[k]! - ofQ)) / 2;
    }
  } catch {
    return Number.POSITIVE_INFINITY;
  }
  return sum / (a.length / size);
}

/** @param rounded whether the weights have fewer bits than fp32 */
export const agree = (difference: number, rounded: boolean): boolean => difference <= (rounded ? ROUNDED : EXACT);
