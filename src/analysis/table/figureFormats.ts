/** Figures of evaluation tables as text. Apart from the report itself, because the page starts with them. */
import { type Estimate, isToCome } from "../../core/evaluation/estimate.ts";

/** A share or a score with four digits; unknown values are named as such. */
export const score4 = (value: number): string => (Number.isFinite(value) ? value.toFixed(4).replace("-", "−") : "n/a");

/** Dollars with four significant digits, never as a power of ten. */
export function dollars4(value: number): string {
  if (!Number.isFinite(value)) return "n/a";
  if (value === 0) return "$0";
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
  return `$${value.toFixed(Math.min(12, digits))}`;
}

/** In place of an interval that is still being computed. */
export const INTERVAL_TO_COME = "[…]";

/** "0.5626 [0.5251, 0.6012]" */
export function estimated(estimate: Estimate, format: (value: number) => string): string {
  const { value, interval } = estimate;
  if (!Number.isFinite(value)) return "n/a";
  const [low, high] = interval;
  if (isToCome(estimate)) return `${format(value)} ${INTERVAL_TO_COME}`;
  return Number.isFinite(low) ? `${format(value)} [${format(low)}, ${format(high)}]` : format(value);
}
