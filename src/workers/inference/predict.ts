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
  const best: number[] = [];
  for (let token = 0; token < logits.length; token++) {
    const value = logits[token]!;
    if (best.length >= count && !(value > logits[best.at(-1)!]!)) continue;
    let place = best.length;
    while (place > 0 && logits[best[place - 1]!]! < value) place--;
    best.splice(place, 0, token);
    if (best.length > count) best.pop();
  }
  return best.map((token) => ({ token, probability: Math.exp(logits[token]! - normalizer) }));
}

/** Largest |a − b|; infinite when the lengths differ or a value is not a number, so that broken output never agrees. */
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
