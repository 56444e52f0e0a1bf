/** A dense table of numbers in row-major order: one row per prompt, one column per expert. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array | Float64Array;
}

/** Whether values are given per prompt, and not only per expert. */
export const isMatrix = (values: ArrayLike<number> | Matrix): values is Matrix => "data" in values;

/** Row `i` as a view: writing to it writes to the matrix. */
export function row(m: Matrix, i: number): Float32Array | Float64Array {
  return m.data.subarray(i * m.columns, (i + 1) * m.columns);
}

/** The number of a row and a column. */
export const cell = ({ data, columns }: Matrix, i: number, column: number): number => data[i * columns + column]!;

/** Wraps the numbers of a table. Throws when their count is not rows × columns. */
export function matrix(rows: number, columns: number, data: Float32Array | Float64Array): Matrix {
  if (data.length !== rows * columns) {
    throw new RangeError(`A ${rows} × ${columns} matrix needs ${rows * columns} numbers, not ${data.length}.`);
  }
  return { rows, columns, data };
}

/** The row numbers 0 … m.rows − 1, or the given subset of them. Subsets may repeat rows (a bootstrap resample does). */
export function rowsOf(m: Matrix, rows?: ArrayLike<number>): ArrayLike<number> {
  return rows ?? upTo(m.rows);
}

/** The numbers 0 … count − 1. */
export function upTo(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}
