import type { Reliability, ReliabilityBin } from "../../core/metrics/reliability.ts";
import { toCsv } from "../export/csv.ts";

/** Standard errors on either side of a mean that hold 95% of a normal distribution. */
const NORMAL_95 = 1.96;

/** 95% interval of a bin's mean true value; NaN when one value says nothing about its spread. */
export function intervalOf({ actual, standardError }: ReliabilityBin): [number, number] {
  return [actual - NORMAL_95 * standardError, actual + NORMAL_95 * standardError];
}

/** Every bin of the reliability diagram; losses in nats per token. */
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
