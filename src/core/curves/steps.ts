/** The steps of an exact curve: which λ represents a step, and which steps represent the whole curve. */

/**
 * A λ well inside step k of a curve, where no two experts tie: 0 for the first step, just past the last breakpoint for the last
 * one, the middle for the others.
 * @param starts λ at which each step begins, strictly ascending, the first 0 (`Curve.lambda`)
 */
export function insideStep(starts: ArrayLike<number>, k: number): number {
  const from = starts[k]!;
  if (k === 0) return 0;
  return k + 1 < starts.length ? (from + starts[k + 1]!) / 2 : from * 1.001 + 1e-6;
}

/**
 * λ inside at most `count` steps, spread evenly over the steps and including the first and the last, so they are dense where many
 * prompts change their expert. Strictly ascending.
 */
export function lambdaQuantiles(starts: ArrayLike<number>, count: number): Float64Array {
  const last = starts.length - 1;
  const taken = Math.min(count, starts.length);
  return Float64Array.from({ length: taken }, (_, q) =>
    insideStep(starts, taken === 1 ? 0 : Math.round((q * last) / (taken - 1))),
  );
}

/** Index of the step that contains a λ ≥ 0. */
export function stepAt(starts: ArrayLike<number>, lambda: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= lambda) low = middle;
    else high = middle;
  }
  return low;
}
