import type { EncoderFacts } from "../../library/hub/encoderModel.ts";

/**
 * The vector of a text from the states of its tokens.
 * @param states tokens × columns, without padding
 */
export function pooled(states: Float32Array, columns: number, { pooling, normalise }: EncoderFacts): Float32Array {
  const tokens = states.length / columns;
  const token = (at: number) => states.subarray(at * columns, (at + 1) * columns);
  const vector = pooling === "last" ? token(tokens - 1).slice() : token(0).slice();
  for (let at = 1; at < tokens && (pooling === "mean" || pooling === "max"); at++) {
    const next = token(at);
    for (let k = 0; k < columns; k++)
      vector[k] = pooling === "mean" ? vector[k]! + next[k]! : Math.max(vector[k]!, next[k]!);
  }
  if (pooling === "mean") for (let k = 0; k < columns; k++) vector[k]! /= tokens;
  if (!normalise) return vector;
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? vector.map((value) => value / length) : vector;
}
