/** Penalties of single calls, for constraints that have a value for each prompt and expert. */
import { type Matrix, matrix } from "../matrix.ts";

/**
 * C of every call, on the scale of the experts' own: the scale that takes `raw` to `score`.
 * @param calls raw values, prompts × experts; an unknown one gets its expert's C
 * @param raw of the experts, and `score`, their C; the scale between them is linear, or the same for prices
 */
export function callScores({ rows, columns, data }: Matrix, raw: ArrayLike<number>, score: ArrayLike<number>): Matrix {
  const known = Array.from(raw).filter(Number.isFinite);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const same = Array.from(raw).every((value, i) => !Number.isFinite(value) || value === score[i]);
  // Prices that are all known are C already.
  if (same && data.every(Number.isFinite)) return matrix(rows, columns, data);
  const [start, range] = same ? [0, 1] : [low, high - low];
  const cells = new Float64Array(data.length);
  for (let cell = 0; cell < cells.length; cell++) {
    const value = data[cell]!;
    cells[cell] = Number.isFinite(value) ? (range > 0 ? (value - start) / range : 0) : score[cell % columns]!;
  }
  return matrix(rows, columns, cells);
}

/**
 * Penalty of every call, prompts × experts: that of its expert, plus λ times the call's own C for each of the constraints.
 * @param base by expert; ∞ excludes it
 */
export function callPenalties(
  base: ArrayLike<number>,
  constraints: readonly { scores: Matrix; lambda: number }[],
): Matrix {
  const { rows, columns } = constraints[0]!.scores;
  const sum = new Float64Array(rows * columns);
  for (let i = 0; i < columns; i++) sum[i] = base[i]!;
  // Copies what is filled already, twice as much each time: filling a million cells by a function takes ten times as long.
  for (let filled = columns; filled > 0 && filled < sum.length; filled *= 2) sum.copyWithin(filled, 0, filled);
  for (const { scores, lambda } of constraints) {
    const { data } = scores;
    for (let cell = 0; cell < sum.length; cell++) sum[cell]! += lambda * data[cell]!;
  }
  return matrix(rows, columns, sum);
}
