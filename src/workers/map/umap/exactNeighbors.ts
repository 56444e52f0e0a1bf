import { innerProducts } from "../../../core/innerProducts.ts";
import type { Points } from "../distances.ts";
import { leadingCoordinates } from "./leadingCoordinates.ts";
import { NearestLists, squaredDistance } from "./nearest.ts";

/** Points whose distances are computed together: their numbers stay in the processor's nearest cache. */
const BLOCK = 16;
/** What rounding may make a distance longer, as a share of the two squared lengths. */
const SLACK = 1e-6;

/**
 * The exact `k` nearest neighbours of every point, without the point itself. Leading coordinates say of each pair, once, how near it
 * can be at most; squared distances there come from inner products, |a|² + |b|² − 2ab. Only pairs that may be near enough are measured.
 * Yields the number of points done.
 */
export function* exactNeighbors(points: Points, k: number): Generator<number, NearestLists> {
  const { count, data } = points;
  const lists = new NearestLists(count, k);
  const { size, values: leading } = leadingCoordinates(points);
  // Zeros where a tile reaches beyond the last point.
  const values = new Float64Array((count + BLOCK) * size);
  values.set(leading);
  const lengths = Float64Array.from({ length: count + BLOCK }, (_, i) => squaredLength(values, size, i * size));
  const products = new Float64Array(8);
  for (let block = 0; block < count; block += BLOCK) {
    for (let j = block; j < count; j += 2) {
      for (let i = block; i < Math.min(block + BLOCK, count, j + 2); i += 4) {
        innerProducts(size, values, i * size, values, j * size, products);
        for (let cell = 0; cell < 8; cell++) {
          const [a, b] = [i + (cell >> 1), j + (cell & 1)];
          if (a >= b || b >= count) continue;
          const least = (lengths[a]! + lengths[b]!) * (1 - SLACK) - 2 * products[cell]!;
          if (least >= lists.bound(a) && least >= lists.bound(b)) continue;
          const distance = squaredDistance(data, points.size, a * points.size, b * points.size);
          lists.add(a, b, distance);
          lists.add(b, a, distance);
        }
      }
    }
    yield Math.min(count, block + BLOCK);
  }
  return lists;
}

function squaredLength(values: Float64Array, size: number, from: number): number {
  let sum = 0;
  for (let c = from; c < from + size; c++) sum += values[c]! * values[c]!;
  return sum;
}
