import type { Calibration, CalibrationBin } from "../../core/metrics/reliability.ts";
import { toCsv } from "../export/csv.ts";

/** Standard errors on either side of a mean that hold 95% of a normal distribution. */
const NORMAL_95 = 1.96;

/** 95% interval of a bin's mean true value; NaN when one value says nothing about its spread. */
export function intervalOf({ actual, standardError }: CalibrationBin): [number, number] {
  return [actual - NORMAL_95 * standardError, actual + NORMAL_95 * standardError];
}

/** Every bin of the calibration, losses in nats a token. */
export function calibrationCsv({ bins }: Calibration): string {
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
