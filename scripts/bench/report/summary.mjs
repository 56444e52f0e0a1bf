/**
 * A measured comparison. `ours` and `theirs`: one figure per run, in turn on the same machine; `theirs` has one figure where it is a
 * limit. `goal`: the ratio of their medians that is still good, null for none. `strict`: a run that exceeds it has failed.
 * @typedef {{ what: string, against: string, ours: number[], theirs: number[], unit: string, goal: number | null, parts?: string,
 *   strict?: boolean }} Row
 */

export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}

export const median = (values) => quantile(values, 0.5);

/** The ratio of the medians with its quartiles, and whether the goal is met; null without a goal. */
export function summary({ ours, theirs, goal }) {
  const known = median(theirs);
  const ratio = median(ours) / known;
  const spread = [quantile(ours, 0.25) / known, quantile(ours, 0.75) / known];
  return { ratio, spread, met: goal === null ? null : ratio <= goal };
}

export const short = (value) =>
  value === 0 ? "0" : Math.abs(value) < 0.01 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
