/** Euclidean distances between some rows of a table, for neighbourhoods and silhouettes. */
import type { Matrix } from "../../core/matrix.ts";

/** Vectors stored contiguously, all complete, and the table row of each. */
export interface Points {
  count: number;
  size: number;
  data: Float32Array;
  rows: Int32Array;
}

/** Takes the rows whose numbers are all known. */
export function completePoints({ columns, data }: Matrix, rows: ArrayLike<number>): Points {
  const complete: number[] = [];
  for (let k = 0; k < rows.length; k++) {
    const start = rows[k]! * columns;
    let known = true;
    for (let c = start; c < start + columns && known; c++) known = Number.isFinite(data[c]!);
    if (known) complete.push(rows[k]!);
  }
  const points = new Float32Array(complete.length * columns);
  complete.forEach((row, i) => {
    points.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return { count: complete.length, size: columns, data: points, rows: Int32Array.from(complete) };
}

/** Distances of point `i` to all points, written to `target` of length `count`. */
export function distancesFrom({ count, size, data }: Points, i: number, target: Float64Array): void {
  const start = i * size;
  for (let j = 0; j < count; j++) {
    const other = j * size;
    let sum = 0;
    for (let c = 0; c < size; c++) {
      const difference = data[start + c]! - data[other + c]!;
      sum += difference * difference;
    }
    target[j] = Math.sqrt(sum);
  }
}
