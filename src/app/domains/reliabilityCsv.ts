import type { Reliability, ReliabilityBin } from "../../core/metrics/reliability.ts";
import { toCsv } from "../export/csv.ts";

/** A normal distribution has 95% of its mass within this many standard errors of the mean. */
const NORMAL_95 = 1.96;

/** 95% interval of a bin's mean true value; NaN for a single value, whose spread is unknown. */
export function intervalOf({ actual, standardError }: ReliabilityBin): [number, number] {
  return [actual - NORMAL_95 * standardError, actual + NORMAL_95 * standardError];
}

/** All bins of the reliability diagram; losses in nats per token. */
export function reliabilityCsv({ bins }: Reliability): string {
  return toCsv(
    ["bin low", "bin high", "predictions", "mean predicted loss", "mean true loss", "standard error"],
    bins.map(({ low, high, count, predicted, actual, standardError }) => [
      low,
      high,
      count,
      predicted,
      actual,
      standardError,
    ]),
  );
}
