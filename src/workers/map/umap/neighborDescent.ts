/**
 * Approximate nearest neighbours of many points: random projection trees (Dasgupta and Freund 2008) put near points into one leaf,
 * and nearest-neighbour descent (Dong, Moses and Li 2011) then looks among the neighbours of neighbours until little changes.
 */
import type { Points } from "../distances.ts";
import { NearestLists, squaredDistance } from "./nearest.ts";

const TREES = 8;
const LEAF = 40;
const MAX_ROUNDS = 8;
/** Neighbours, and points whose neighbour it is, that a point introduces to one another in a round. */
const CANDIDATES = 20;
/** The descent ends when a round changes less than this share of all neighbours. */
const SETTLED = 0.002;
/** Points joined between two yields. */
const PORTION = 64;

/**
 * The `k` nearest neighbours of every point, without the point itself; on the shipped states more than 99% are the exact ones.
 * Yields how much is done, in points: a round of the descent counts as long as no more than the rounds that were planned are needed.
 * @param random uniform numbers in [0, 1)
 */
export function* descentNeighbors(points: Points, k: number, random: () => number): Generator<number, NearestLists> {
  const { count, size, data } = points;
  const lists = new NearestLists(count, k);
  const meet = (i: number, j: number): number => {
    if (i === j) return 0;
    const distance = squaredDistance(data, size, i * size, j * size);
    return Number(lists.add(i, j, distance)) + Number(lists.add(j, i, distance));
  };
  const done = (phase: number, share: number) => (count * (phase + share)) / (TREES + MAX_ROUNDS);
  for (let tree = 0; tree < TREES; tree++) {
    let placed = 0;
    for (const leaf of partsOf(points, Math.max(LEAF, k), random)) {
      for (let a = 0; a < leaf.length; a++) for (let b = 0; b < a; b++) meet(leaf[a]!, leaf[b]!);
      placed += leaf.length;
      yield done(tree, placed / count);
    }
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { recent, earlier } = candidates(lists, random);
    let changed = 0;
    for (let i = 0; i < count; i++) {
      const [ours, others] = [recent.of(i), earlier.of(i)];
      for (let a = 0; a < ours.length; a++) {
        for (let b = 0; b < a; b++) changed += meet(ours[a]!, ours[b]!);
        for (let b = 0; b < others.length; b++) changed += meet(ours[a]!, others[b]!);
      }
      if (i % PORTION === 0) yield done(TREES + round, i / count);
    }
    if (changed < SETTLED * count * k) break;
  }
  // A list that is not full, which takes very uneven data: look everywhere.
  for (let i = 0; i < count; i++) {
    if (lists.bound(i) === Number.POSITIVE_INFINITY) for (let j = 0; j < count; j++) meet(i, j);
  }
  return lists;
}

/** Splits the points by the plane half way between two of them, again and again, until no part has more than `most`. */
function* partsOf({ count, size, data }: Points, most: number, random: () => number): Generator<Int32Array> {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const normal = new Float64Array(size);
  const open: [from: number, to: number][] = [[0, count]];
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part;
    if (to - from <= most) {
      yield order.subarray(from, to);
      continue;
    }
    const pick = () => order[from + Math.floor(random() * (to - from))]! * size;
    const [a, b] = [pick(), pick()];
    let offset = 0;
    for (let c = 0; c < size; c++) {
      normal[c] = data[a + c]! - data[b + c]!;
      offset += (normal[c]! * (data[a + c]! + data[b + c]!)) / 2;
    }
    let middle = from;
    for (let at = from; at < to; at++) {
      const point = order[at]!;
      let along = -offset;
      for (let c = 0; c < size; c++) along += normal[c]! * data[point * size + c]!;
      // Points on the plane, among them equal ones, are dealt out.
      if (along > 0 || (along === 0 && random() < 0.5)) {
        order[at] = order[middle]!;
        order[middle++] = point;
      }
    }
    // A plane with hardly anything on one side divides nothing.
    if (Math.min(middle - from, to - middle) < (to - from) / 20) middle = (from + to) >> 1;
    open.push([from, middle], [middle, to]);
  }
}

/** Up to `CANDIDATES` points for every point, a uniform sample of those that were offered. */
class Samples {
  readonly #points: Int32Array;
  readonly #offered: Int32Array;

  constructor(
    count: number,
    private readonly random: () => number,
  ) {
    this.#points = new Int32Array(count * CANDIDATES);
    this.#offered = new Int32Array(count);
  }

  offer(i: number, j: number): void {
    const seen = this.#offered[i]!++;
    const place = seen < CANDIDATES ? seen : Math.floor(this.random() * (seen + 1));
    if (place < CANDIDATES) this.#points[i * CANDIDATES + place] = j;
  }

  of(i: number): Int32Array {
    const from = i * CANDIDATES;
    return this.#points.subarray(from, from + Math.min(CANDIDATES, this.#offered[i]!));
  }
}

/** Neighbours in both directions: those found since the last round, which are new to all others, and those known before. */
function candidates(lists: NearestLists, random: () => number): { recent: Samples; earlier: Samples } {
  const { count, k, indices, fresh } = lists;
  const [recent, earlier] = [new Samples(count, random), new Samples(count, random)];
  for (let i = 0; i < count; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) {
      const j = indices[at]!;
      if (j < 0) continue;
      const samples = fresh[at] === 1 ? recent : earlier;
      samples.offer(i, j);
      samples.offer(j, i);
    }
  }
  fresh.fill(0);
  return { recent, earlier };
}
