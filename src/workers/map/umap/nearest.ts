/** The nearest points found so far of every point: `k` each, ascending by squared distance; −1 and ∞ where fewer are known. */
export class NearestLists {
  readonly indices: Int32Array;
  /** Squared Euclidean distances. */
  readonly squared: Float64Array;
  /** 1 for what was added since the mark was last cleared. */
  readonly fresh: Uint8Array;

  constructor(
    readonly count: number,
    readonly k: number,
  ) {
    this.indices = new Int32Array(count * k).fill(-1);
    this.squared = new Float64Array(count * k).fill(Number.POSITIVE_INFINITY);
    this.fresh = new Uint8Array(count * k);
  }

  /** What a point must be nearer than to enter the list of point `i`. */
  bound(i: number): number {
    return this.squared[(i + 1) * this.k - 1]!;
  }

  /** Adds point `j` to the list of point `i` if it is near enough and not in it yet; returns whether it was added. */
  add(i: number, j: number, distance: number): boolean {
    const { k, indices, squared, fresh } = this;
    const first = i * k;
    let at = first + k - 1;
    if (!(distance < squared[at]!)) return false;
    for (let seen = first; seen <= at; seen++) if (indices[seen] === j) return false;
    for (; at > first && squared[at - 1]! > distance; at--) {
      indices[at] = indices[at - 1]!;
      squared[at] = squared[at - 1]!;
      fresh[at] = fresh[at - 1]!;
    }
    indices[at] = j;
    squared[at] = distance;
    fresh[at] = 1;
    return true;
  }
}

/** Squared Euclidean distance of two rows that start at `a` and `b`; four sums, so that additions do not wait for one another. */
export function squaredDistance(data: Float32Array | Float64Array, size: number, a: number, b: number): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  let c = 0;
  for (; c + 3 < size; c += 4) {
    const p = data[a + c]! - data[b + c]!;
    const q = data[a + c + 1]! - data[b + c + 1]!;
    const r = data[a + c + 2]! - data[b + c + 2]!;
    const w = data[a + c + 3]! - data[b + c + 3]!;
    s += p * p;
    t += q * q;
    u += r * r;
    v += w * w;
  }
  for (; c < size; c++) s += (data[a + c]! - data[b + c]!) ** 2;
  return s + t + (u + v);
}
