import type { Points } from "../distances.ts";
import { NearestLists, squaredDistance } from "./nearest.ts";

/** Points whose distances are computed together: their numbers stay in the processor's nearest cache. */
const BLOCK = 16;

/**
 * The exact `k` nearest neighbours of every point, without the point itself. Squared distances come from inner products,
 * |a|² + |b|² − 2ab, each pair once; those of the neighbours found are then computed anew, free of cancellation.
 * Yields the number of points done.
 */
export function* exactNeighbors({ count, size, data }: Points, k: number): Generator<number, NearestLists> {
  const lists = new NearestLists(count, k);
  // Numbers of 64 bits, as they are computed with, and zeros where a tile reaches beyond the last point or number.
  const values = new Float64Array((count + BLOCK) * size);
  values.set(data.subarray(0, count * size));
  const lengths = Float64Array.from({ length: count + BLOCK }, (_, i) => squaredLength(values, size, i * size));
  const products = new Float64Array(8);
  for (let block = 0; block < count; block += BLOCK) {
    for (let j = block; j < count; j += 2) {
      for (let i = block; i < Math.min(block + BLOCK, count, j + 2); i += 4) {
        multiplyTile(values, size, i * size, j * size, products);
        for (let cell = 0; cell < 8; cell++) {
          const [a, b] = [i + (cell >> 1), j + (cell & 1)];
          if (a >= b || b >= count) continue;
          const distance = lengths[a]! + lengths[b]! - 2 * products[cell]!;
          if (distance < lists.bound(a)) lists.add(a, b, distance);
          if (distance < lists.bound(b)) lists.add(b, a, distance);
        }
      }
    }
    yield Math.min(count, block + BLOCK);
  }
  return remeasured(lists, values, size);
}

/** Inner products of the four rows from `a` with the two rows from `b`: eight sums that share six reads. */
function multiplyTile(values: Float64Array, size: number, a: number, b: number, products: Float64Array): void {
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let c = 0; c < size; c++) {
    const x = values[b + c]!;
    const y = values[b + size + c]!;
    const a0 = values[a + c]!;
    const a1 = values[a + size + c]!;
    const a2 = values[a + 2 * size + c]!;
    const a3 = values[a + 3 * size + c]!;
    s00 += a0 * x;
    s01 += a0 * y;
    s10 += a1 * x;
    s11 += a1 * y;
    s20 += a2 * x;
    s21 += a2 * y;
    s30 += a3 * x;
    s31 += a3 * y;
  }
  products[0] = s00;
  products[1] = s01;
  products[2] = s10;
  products[3] = s11;
  products[4] = s20;
  products[5] = s21;
  products[6] = s30;
  products[7] = s31;
}

function squaredLength(values: Float64Array, size: number, from: number): number {
  let sum = 0;
  for (let c = from; c < from + size; c++) sum += values[c]! * values[c]!;
  return sum;
}

function remeasured(lists: NearestLists, values: Float64Array, size: number): NearestLists {
  const { count, k } = lists;
  const exact = new NearestLists(count, k);
  for (let i = 0; i < count; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) {
      const j = lists.indices[at]!;
      exact.add(i, j, squaredDistance(values, size, i * size, j * size));
    }
  }
  return exact;
}
