import { pairedDifference } from "../stats/pairedDifference.ts";
import type { Estimate } from "./estimate.ts";
import type { MeasuredCalls } from "./measuredCalls.ts";

/** Two models on the same prompts, those that all models have. */
export interface PairedModels {
  /** Mean score of the first minus that of the second. */
  difference: Estimate;
  /** Number of prompts where the first is better, equal, or worse. */
  wins: number;
  ties: number;
  losses: number;
}

/** @param first column of the table, @param second another one */
export function pairedModels({ scores, rows }: MeasuredCalls, first: number, second: number): PairedModels {
  const of = (model: number) => Float64Array.from(rows, (row) => scores.data[row * scores.columns + model]!);
  const [a, b] = [of(first), of(second)];
  const count = (test: (difference: number) => boolean) =>
    a.reduce((sum, value, i) => sum + Number(test(value - b[i]!)), 0);
  const { mean, low, high } = pairedDifference(a, b);
  return {
    difference: { value: mean, interval: [low, high] },
    wins: count((difference) => difference > 0),
    ties: count((difference) => difference === 0),
    losses: count((difference) => difference < 0),
  };
}
