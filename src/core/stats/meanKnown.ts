/** Mean of the finite numbers; NaN if there are none. Missing cells are NaN. */
export function meanKnown(values: ArrayLike<number>): number {
  let sum = 0;
  let known = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) continue;
    sum += values[i]!;
    known++;
  }
  return known > 0 ? sum / known : Number.NaN;
}
