import type { Rows } from "./rows.ts";

/** A copy of some rows, in the order of `which`. */
export function rowsAt(rows: Rows, which: ArrayLike<number>): Rows {
  if (rows.kind === "dense") {
    const { columns } = rows;
    const data = new Float64Array(which.length * columns);
    for (let i = 0; i < which.length; i++) {
      data.set(rows.data.subarray(which[i]! * columns, (which[i]! + 1) * columns), i * columns);
    }
    return { kind: "dense", rows: which.length, columns, data };
  }
  const starts = new Uint32Array(which.length + 1);
  for (let i = 0; i < which.length; i++)
    starts[i + 1] = starts[i]! + rows.starts[which[i]! + 1]! - rows.starts[which[i]!]!;
  const indices = new Uint32Array(starts[which.length]!);
  const values = new Float32Array(starts[which.length]!);
  for (let i = 0; i < which.length; i++) {
    const [from, to] = [rows.starts[which[i]!]!, rows.starts[which[i]! + 1]!];
    indices.set(rows.indices.subarray(from, to), starts[i]!);
    values.set(rows.values.subarray(from, to), starts[i]!);
  }
  return { kind: "sparse", rows: which.length, columns: rows.columns, starts, indices, values };
}
