import { type Matrix, rowsOf } from "./matrix.ts";

/**
 * The part of a table in which means of different experts may be compared: experts without a single known value are dropped,
 * then every prompt on which one of the remaining experts is unknown. A missing value never counts as 0.
 */
export function completeCells(m: Matrix, rows?: ArrayLike<number>): { experts: number[]; rows: number[] } {
  const picked = Array.from(rowsOf(m, rows));
  const { data, columns } = m;
  const experts: number[] = [];
  for (let i = 0; i < columns; i++) {
    if (picked.some((r) => Number.isFinite(data[r * columns + i]!))) experts.push(i);
  }
  const complete = (r: number) => experts.every((i) => Number.isFinite(data[r * columns + i]!));
  return { experts, rows: experts.length > 0 ? picked.filter(complete) : [] };
}
