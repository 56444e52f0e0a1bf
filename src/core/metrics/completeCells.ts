import { type Matrix, rowsOf } from "../matrix.ts";

export interface CompleteCells {
  experts: readonly number[];
  rows: readonly number[];
}

/**
 * The part of a table where means of different experts are comparable: experts without any known value are dropped, then all
 * prompts for which a remaining expert is unknown. A missing value never counts as 0.
 */
export function completeCells(m: Matrix, rows?: ArrayLike<number>): CompleteCells {
  const picked = rowsOf(m, rows);
  const { data, columns } = m;
  const experts: number[] = [];
  for (let i = 0; i < columns; i++) {
    let at = 0;
    while (at < picked.length && !Number.isFinite(data[picked[at]! * columns + i]!)) at++;
    if (at < picked.length) experts.push(i);
  }
  const complete: number[] = [];
  for (let at = 0; at < picked.length && experts.length > 0; at++) {
    const start = picked[at]! * columns;
    let k = 0;
    while (k < experts.length && Number.isFinite(data[start + experts[k]!]!)) k++;
    if (k === experts.length) complete.push(picked[at]!);
  }
  return { experts, rows: complete };
}

/**
 * Mean of each expert over the complete part of its table; NaN for experts outside it, and for all experts when no prompt is
 * complete.
 */
export function completeMeans({ columns, data }: Matrix, { experts, rows }: CompleteCells): Float64Array {
  const picked = Int32Array.from(experts);
  const width = picked.length;
  // Sums as `RunningMean` keeps them, for all experts at once: row by row, as the table lies in memory.
  const [sums, lost, counts] = [0, 1, 2].map(() => new Float64Array(width)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let at = 0; at < rows.length; at++) {
    const start = rows[at]! * columns;
    for (let k = 0; k < width; k++) {
      const value = data[start + picked[k]!]!;
      if (!Number.isFinite(value)) continue;
      const sum = sums[k]!;
      const next = sum + value;
      lost[k]! += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
      sums[k] = next;
      counts[k]!++;
    }
  }
  const means = new Float64Array(columns).fill(Number.NaN);
  for (let k = 0; k < width; k++) if (counts[k]! > 0) means[picked[k]!] = (sums[k]! + lost[k]!) / counts[k]!;
  return means;
}
