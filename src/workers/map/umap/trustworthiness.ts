import type { Points } from "../distances.ts";
import type { Coordinates } from "../layout.ts";

/**
 * How far the neighbours on a map are neighbours in space, 0 to 1 (Venna and Kaski 2001): each of a point's `k` nearest on the map
 * that is not among its `k` nearest in space costs as many ranks as it lies behind them.
 * @param map position of every point, in the points' order
 * @param every only each so manieth point is looked at, against all others
 */
export function trustworthiness({ count, size, data }: Points, { x, y }: Coordinates, k = 15, every = 1): number {
  const inSpace = new Float64Array(count);
  const onMap = new Float64Array(count);
  let [ranks, looked] = [0, 0];
  for (let i = 0; i < count; i += every, looked++) {
    for (let j = 0; j < count; j++) {
      let sum = 0;
      for (let c = 0; c < size; c++) sum += (data[i * size + c]! - data[j * size + c]!) ** 2;
      inSpace[j] = j === i ? -1 : sum;
      onMap[j] = j === i ? -1 : (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2;
    }
    const sorted = inSpace.slice().sort();
    const bound = onMap.slice().sort()[k]!;
    for (let j = 0, taken = 0; j < count && taken < k; j++) {
      if (j === i || onMap[j]! > bound) continue;
      taken++;
      ranks += Math.max(0, rankOf(inSpace[j]!, sorted) - k);
    }
  }
  return 1 - (2 * ranks) / (looked * k * (2 * count - 3 * k - 1));
}

/** Number of the sorted values that are smaller. */
function rankOf(value: number, sorted: Float64Array): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
