/** The mean of the training prompts in a prompt's cluster, so that each cluster goes to the model that is best in it. */
import { mulberry32 } from "../../core/stats/random.ts";
import type { Rows } from "../features/rows.ts";
import { targetMeans } from "./differences.ts";
import type { Candidate, Head, Predict, Training } from "./head.ts";
import type { LearntClusters } from "./learnt.ts";
import { squaredLengths, times } from "./products.ts";

const COUNTS = [2, 4, 8, 16, 32, 64];
const ROUNDS = 25;

export const clusters: Head = {
  id: "clusters",
  label: "clusters",
  settingName: "clusters",
  usual: 8,
  *candidates(training, held): Iterable<Candidate> {
    for (const setting of COUNTS) {
      if (setting > 2 && setting > training.train.length / 4) return;
      yield { setting, predicted: clusters.fit(training, setting)(training.rows, held) };
    }
  },
  fit: (training, count): Predict => {
    const { centres, means } = learn(training, count);
    return (rows, which) => meansOfNearest(centres, means, rows, which);
  },
  learn: (training, count) => {
    const { centres, means } = learn(training, count);
    return { kind: "clusters", points: centres.points, means, count: centres.count };
  },
};

function learn(training: Training, count: number): { centres: Centres; means: Float64Array } {
  const { train, targets } = training;
  const centres = kMeans(training, Math.min(count, train.length));
  const of = centres.nearest(training.rows, train);
  const overall = targetMeans(targets, train);
  const means = new Float64Array(centres.count * targets.columns);
  for (let cluster = 0; cluster < centres.count; cluster++) {
    const members = train.filter((_, i) => of[i] === cluster);
    means.set(members.length > 0 ? targetMeans(targets, members) : overall, cluster * targets.columns);
  }
  return { centres, means };
}

/** What clusters predict. @returns which × outputs */
export function throughClusters({ points, means, count }: LearntClusters): Predict {
  const centres = new Centres(count, points.length / count, points);
  return (rows, which) => meansOfNearest(centres, means, rows, which);
}

function meansOfNearest(centres: Centres, means: Float64Array, rows: Rows, which: ArrayLike<number>): Float64Array {
  const outputs = means.length / centres.count;
  const result = new Float64Array(which.length * outputs);
  centres.nearest(rows, which).forEach((cluster, i) => {
    result.set(means.subarray(cluster * outputs, (cluster + 1) * outputs), i * outputs);
  });
  return result;
}

class Centres {
  /** Columns × count. */
  readonly points: Float64Array;
  readonly #lengths: Float64Array;

  constructor(
    readonly count: number,
    readonly columns: number,
    points: Float64Array = new Float64Array(count * columns),
  ) {
    this.points = points;
    this.#lengths = new Float64Array(count);
    this.#measure();
  }

  /** Sets each centre to the mean of its rows; one without rows stays. */
  move(rows: Rows, which: ArrayLike<number>, of: Int32Array): void {
    const { count, columns, points } = this;
    const sizes = new Float64Array(count);
    for (const cluster of of) sizes[cluster]!++;
    for (let k = 0; k < columns; k++) for (let c = 0; c < count; c++) if (sizes[c]! > 0) points[k * count + c] = 0;
    for (let i = 0; i < which.length; i++) {
      const c = of[i]!;
      each(rows, which[i]!, (column, value) => {
        points[column * count + c]! += value / sizes[c]!;
      });
    }
    this.#measure();
  }

  /** Puts a centre at a row. */
  place(c: number, rows: Rows, row: number): void {
    for (let k = 0; k < this.columns; k++) this.points[k * this.count + c] = 0;
    each(rows, row, (column, value) => {
      this.points[column * this.count + c] = value;
    });
    this.#measure();
  }

  /** Squared distances to every centre but for the row's own length: which × count. */
  distances(rows: Rows, which: ArrayLike<number>): Float64Array {
    const { count } = this;
    return times(rows, which, this.points, count).map((product, at) => this.#lengths[at % count]! - 2 * product);
  }

  nearest(rows: Rows, which: ArrayLike<number>): Int32Array {
    const distances = this.distances(rows, which);
    return Int32Array.from({ length: which.length }, (_, i) => {
      let best = 0;
      const at = i * this.count;
      for (let c = 1; c < this.count; c++) if (distances[at + c]! < distances[at + best]!) best = c;
      return best;
    });
  }

  #measure(): void {
    this.#lengths.fill(0);
    for (let at = 0; at < this.points.length; at++) this.#lengths[at % this.count]! += this.points[at]! ** 2;
  }
}

/** Lloyd's algorithm from k-means++ seeds; the same on every machine. */
function kMeans({ rows, train, seed }: Training, count: number): Centres {
  const random = mulberry32(seed + count);
  const centres = new Centres(count, rows.columns);
  const lengths = squaredLengths(rows, train);
  const nearest = new Float64Array(train.length).fill(Number.POSITIVE_INFINITY);
  let next = Math.floor(random() * train.length);
  for (let c = 0; c < count; c++) {
    const one = new Centres(1, rows.columns);
    one.place(0, rows, train[next]!);
    centres.place(c, rows, train[next]!);
    one.distances(rows, train).forEach((distance, i) => {
      nearest[i] = Math.min(nearest[i]!, Math.max(0, distance + lengths[i]!));
    });
    let left = random() * nearest.reduce((sum, value) => sum + value, 0);
    next = nearest.findIndex((value) => {
      left -= value;
      return left < 0;
    });
    // Every prompt is at a centre already: any will do.
    if (next < 0) next = Math.floor(random() * train.length);
  }
  let of = centres.nearest(rows, train);
  for (let round = 0; round < ROUNDS; round++) {
    centres.move(rows, train, of);
    const moved = centres.nearest(rows, train);
    const isStill = moved.every((cluster, i) => cluster === of[i]);
    of = moved;
    if (isStill) break;
  }
  return centres;
}

function each(rows: Rows, row: number, use: (column: number, value: number) => void): void {
  if (rows.kind === "sparse") {
    for (let e = rows.starts[row]!; e < rows.starts[row + 1]!; e++) use(rows.indices[e]!, rows.values[e]!);
  } else for (let k = 0; k < rows.columns; k++) use(k, rows.data[row * rows.columns + k]!);
}
