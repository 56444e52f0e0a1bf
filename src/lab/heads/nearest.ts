/** Nearest neighbours by cosine, exactly. */
import type { DenseRows, Rows, SparseRows } from "../features/rows.ts";
import { squaredLengths } from "./products.ts";

/** Cosines with every known row, for one row at a time. The array that it returns is used again. */
export type Cosines = (rows: Rows, row: number) => Float64Array;

export function cosinesWith(known: Rows, train: Int32Array): Cosines {
  const scale = squaredLengths(known, train).map((squares) => (squares > 0 ? 1 / Math.sqrt(squares) : 0));
  const result = new Float64Array(train.length);
  const products = known.kind === "sparse" ? sparseProducts(known, train, result) : denseProducts(known, train, result);
  return (rows, row) => {
    if (rows.columns !== known.columns) throw new RangeError("These rows have other features than those learnt from.");
    products(rows, row);
    const [squares] = squaredLengths(rows, [row]);
    const own = squares! > 0 ? 1 / Math.sqrt(squares!) : 0;
    for (let i = 0; i < result.length; i++) result[i]! *= own * scale[i]!;
    return result;
  };
}

function denseProducts({ columns, data }: DenseRows, train: Int32Array, result: Float64Array) {
  // Training rows lie one behind the other, so that memory is read in order.
  const near = new Float64Array(train.length * columns);
  train.forEach((row, i) => {
    near.set(data.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return (rows: Rows, row: number) => {
    const query = (rows as DenseRows).data.subarray(row * columns, (row + 1) * columns);
    for (let i = 0, at = 0; i < train.length; i++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += near[at++]! * query[k]!;
      result[i] = sum;
    }
  };
}

/** An inverted index: by column the training rows that have it. */
function sparseProducts({ columns, starts, indices, values }: SparseRows, train: Int32Array, result: Float64Array) {
  const from = new Uint32Array(columns + 1);
  for (const row of train) for (let e = starts[row]!; e < starts[row + 1]!; e++) from[indices[e]! + 1]!++;
  for (let k = 0; k < columns; k++) from[k + 1]! += from[k]!;
  const place = from.slice();
  const who = new Uint32Array(from[columns]!);
  const weight = new Float32Array(from[columns]!);
  train.forEach((row, i) => {
    for (let e = starts[row]!; e < starts[row + 1]!; e++) {
      const at = place[indices[e]!]!++;
      who[at] = i;
      weight[at] = values[e]!;
    }
  });
  return (rows: Rows, row: number) => {
    const query = rows as SparseRows;
    result.fill(0);
    for (let e = query.starts[row]!; e < query.starts[row + 1]!; e++) {
      const value = query.values[e]!;
      if (value === 0) continue;
      const end = from[query.indices[e]! + 1]!;
      for (let at = from[query.indices[e]!]!; at < end; at++) result[who[at]!]! += value * weight[at]!;
    }
  };
}

const BINS = 4096;

/** Finds the largest of many numbers from −1 to 1: by counting first, so that only a few need to be sorted. */
export class Largest {
  readonly #counts = new Uint32Array(BINS + 1);

  /** @returns places of the `count` largest, largest first; of equals the first ones */
  of(values: Float64Array, count: number): number[] {
    const counts = this.#counts.fill(0);
    const binOf = (value: number) => Math.max(0, Math.min(BINS, Math.floor((value + 1) * (BINS / 2))));
    for (let i = 0; i < values.length; i++) counts[binOf(values[i]!)]!++;
    let bin = BINS;
    for (let above = counts[bin]!; above < count && bin > 0; ) above += counts[--bin]!;
    const found: number[] = [];
    for (let i = 0; i < values.length; i++) if (binOf(values[i]!) >= bin) found.push(i);
    found.sort((a, b) => values[b]! - values[a]! || a - b);
    if (found.length > count) found.length = count;
    return found;
  }
}
