import { topK } from "../../core/stats/topK.ts";
import { InferenceError } from "../../rpc/errors.ts";

/** Logits of one position over the vocabulary. */
type Logits = Float32Array;

/** ln Σ exp(x), without overflow. Throws ModelError for logits that are not numbers: a broken run must not look like an answer. */
export function logSumExp(logits: Logits): number {
  let largest = -Infinity;
  for (const value of logits) if (value > largest) largest = value;
  let sum = 0;
  for (const value of logits) sum += Math.exp(value - largest);
  const result = largest + Math.log(sum);
  if (!Number.isFinite(result)) throw new InferenceError("ModelError", "The model's predictions are not numbers.");
  return result;
}

/** −ln p(token) under the softmax of the logits, in nats. */
export function lossOf(token: number, logits: Logits): number {
  return logSumExp(logits) - logits[token]!;
}

/** The `count` most probable tokens, best first; ties go to the lower id. */
export function topTokens(logits: Logits, count: number): { token: number; probability: number }[] {
  const normalizer = logSumExp(logits);
  return topK(logits, count, "largest").map((token) => ({ token, probability: Math.exp(logits[token]! - normalizer) }));
}

/** Largest |a − b|; infinite when the lengths differ or a value is not a number, so that broken output never matches. */
export function maxDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    if (!Number.isFinite(difference)) return Infinity;
    largest = Math.max(largest, difference);
  }
  return largest;
}
