import { innerProducts } from "../../../core/innerProducts.ts";
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
        innerProducts(size, values, i * size, values, j * size, products);
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
