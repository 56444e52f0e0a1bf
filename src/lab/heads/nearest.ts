/** Nearest neighbours by cosine, exactly. */
import type { DenseRows, Rows, SparseRows } from "../features/rows.ts";
import { lengthsInverse } from "./products.ts";

/** Rows that are looked at together; a multiple of four. */
export const BLOCK = 16;

/**
 * Cosines of up to `BLOCK` rows with every training row, row after row. The array that it returns is used again.
 * @param which rows of `rows`
 */
export type Cosines = (rows: Rows, which: readonly number[]) => Float64Array;

export function cosinesWith(known: Rows, train: Int32Array): Cosines {
  const scale = lengthsInverse(known, train);
  const result = new Float64Array(BLOCK * train.length);
  const products = known.kind === "sparse" ? sparseProducts(known, train, scale) : denseProducts(known, train, scale);
  return (rows, which) => {
    if (rows.columns !== known.columns) throw new RangeError("These rows have other features than those learnt from.");
    products(rows, which, lengthsInverse(rows, which), result);
    return result;
  };
}

type Products = (rows: Rows, which: readonly number[], scale: Float64Array, result: Float64Array) => void;

function denseProducts({ columns, data }: DenseRows, train: Int32Array, scale: Float64Array): Products {
  // Training rows of length 1 lie one behind the other, so that memory is read in order.
  const near = new Float64Array(train.length * columns);
  train.forEach((row, i) => {
    for (let k = 0; k < columns; k++) near[i * columns + k] = data[row * columns + k]! * scale[i]!;
  });
  // Four rows at a time, column by column: four sums that do not wait for one another.
  const four = new Float64Array(4 * columns);
  return (rows, which, own, result) => {
    const source = (rows as DenseRows).data;
    const count = train.length;
    for (let q = 0; q < which.length; q += 4) {
      four.fill(0);
      for (let j = 0; j < 4 && q + j < which.length; j++) {
        for (let k = 0; k < columns; k++) four[4 * k + j] = source[which[q + j]! * columns + k]! * own[q + j]!;
      }
      const to = q * count;
      for (let i = 0, at = 0; i < count; i++) {
        let a = 0;
        let b = 0;
        let c = 0;
        let d = 0;
        for (let k = 0; k < four.length; k += 4, at++) {
          const value = near[at]!;
          a += value * four[k]!;
          b += value * four[k + 1]!;
          c += value * four[k + 2]!;
          d += value * four[k + 3]!;
        }
        result[to + i] = a;
        result[to + count + i] = b;
        result[to + 2 * count + i] = c;
        result[to + 3 * count + i] = d;
      }
    }
  };
}

/** An inverted index: by column the training rows that have it. */
function sparseProducts(known: SparseRows, train: Int32Array, scale: Float64Array): Products {
  const { columns, starts, indices, values } = known;
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
      weight[at] = values[e]! * scale[i]!;
    }
  });
  return (rows, which, own, result) => {
    const query = rows as SparseRows;
    result.fill(0);
    for (const [q, row] of which.entries()) {
      const to = q * train.length;
      for (let e = query.starts[row]!; e < query.starts[row + 1]!; e++) {
        const value = query.values[e]! * own[q]!;
        if (value === 0) continue;
        const end = from[query.indices[e]! + 1]!;
        for (let at = from[query.indices[e]!]!; at < end; at++) result[to + who[at]!]! += value * weight[at]!;
      }
    }
  };
}

const BINS = 4096;
/** Cosines may be a little beyond −1 and 1 by rounding; beyond that is only what is not a number. */
const SLACK = 1e-3;
const BIN_OF_ONE = (BINS - 1) / (2 + 2 * SLACK);

/** Finds the largest of many numbers from −1 to 1: by counting first, so that only a few need to be sorted. */
export class Largest {
  readonly #counts = new Uint32Array(BINS);
  #bins = new Uint16Array(0);

  /** @returns places of the `count` largest, largest first; of equals the first ones */
  of(values: Float64Array, count: number): number[] {
    const counts = this.#counts.fill(0);
    if (this.#bins.length < values.length) this.#bins = new Uint16Array(values.length);
    const bins = this.#bins;
    for (let i = 0; i < values.length; i++) {
      const bin = ((values[i]! + 1 + SLACK) * BIN_OF_ONE) | 0;
      bins[i] = bin;
      counts[bin]!++;
    }
    let bin = BINS - 1;
    for (let above = counts[bin]!; above < count && bin > 0; ) above += counts[--bin]!;
    const found: number[] = [];
    for (let i = 0; i < values.length; i++) if (bins[i]! >= bin) found.push(i);
    found.sort((a, b) => values[b]! - values[a]! || a - b);
    if (found.length > count) found.length = count;
    return found;
  }
}
