import { type Matrix, rowsOf } from "../matrix.ts";
import { RunningMean } from "./runningMean.ts";

export interface CompleteCells {
  experts: number[];
  rows: number[];
}

/**
 * The part of a table where means of different experts are comparable: experts without any known value are dropped, then all
 * prompts for which a remaining expert is unknown. A missing value never counts as 0.
 */
export function completeCells(m: Matrix, rows?: ArrayLike<number>): CompleteCells {
  const picked = Array.from(rowsOf(m, rows));
  const { data, columns } = m;
  const experts: number[] = [];
  for (let i = 0; i < columns; i++) {
    if (picked.some((r) => Number.isFinite(data[r * columns + i]!))) experts.push(i);
  }
  const complete = (r: number) => {
    const start = r * columns;
    for (let k = 0; k < experts.length; k++) if (!Number.isFinite(data[start + experts[k]!]!)) return false;
    return true;
  };
  return { experts, rows: experts.length > 0 ? picked.filter(complete) : [] };
}

/**
 * Mean of each expert over the complete part of its table; NaN for experts outside it, and for all experts when no prompt is
 * complete.
 */
export function completeMeans({ columns, data }: Matrix, { experts, rows }: CompleteCells): Float64Array {
  const means = new Float64Array(columns).fill(Number.NaN);
  for (const i of experts) {
    const mean = new RunningMean();
    for (const r of rows) mean.add(data[r * columns + i]!);
    means[i] = mean.mean();
  }
  return means;
}
