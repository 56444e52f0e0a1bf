import { RunningMean } from "../metrics/runningMean.ts";

export interface PairedDifference {
  /** Number of pairs with both values known. */
  pairs: number;
  /** Mean of first minus second; NaN without pairs. */
  mean: number;
  /** Ends of the 95% interval of the mean, by the normal approximation: mean ± 1.96 standard errors. NaN with fewer than two pairs. */
  low: number;
  high: number;
}

/** 97.5% quantile of the normal distribution. */
const Z = 1.959964;

/**
 * Mean difference of paired values, for instance the losses of two experts on the same texts. Pairs with a value that is not finite
 * are ignored.
 */
export function pairedDifference(first: ArrayLike<number>, second: ArrayLike<number>): PairedDifference {
  const differences = Array.from(first, (value, i) => value - second[i]!).filter(Number.isFinite);
  const sum = new RunningMean();
  for (const value of differences) sum.add(value);
  const [pairs, mean] = [differences.length, sum.mean()];
  const squares = differences.reduce((total, value) => total + (value - mean) ** 2, 0);
  const margin = pairs > 1 ? Z * Math.sqrt(squares / (pairs - 1) / pairs) : Number.NaN;
  return { pairs, mean, low: mean - margin, high: mean + margin };
}
