import { principalPlane } from "../../core/stats/principalPlane.ts";
import { mulberry32 } from "../../core/stats/random.ts";
import type { Points } from "./distances.ts";
import { type Coordinates, type LayoutSettings, MOST_EXACT } from "./layout.ts";
import { exactNeighbors } from "./umap/exactNeighbors.ts";
import { fuzzyGraph } from "./umap/fuzzyGraph.ts";
import { LayoutEpochs } from "./umap/layoutEpochs.ts";
import { membershipCurve } from "./umap/membershipCurve.ts";
import { descentNeighbors } from "./umap/neighborDescent.ts";

/** The start reaches as far as umap-js' does; equal points are set apart by a little. */
const START_RADIUS = 10;
const APART = 1e-4;

/**
 * UMAP (McInnes et al. 2018) of some points, step by step: the principal plane as the start, every point's neighbours, then the
 * epochs. The same points and settings give the same layout in every run. Why this is not umap-js: docs/architecture.md.
 */
export class LiveLayout {
  /** Rows of the table in the layout. */
  readonly rows: Int32Array;
  readonly epochs: number;
  /** Points with known neighbours, and epochs done. */
  searched = 0;
  epoch = 0;
  /** Pictures so far: the start, and one for each epoch. */
  pictures = 0;
  readonly #work: Generator<void>;
  /** x and y of every point in turn. */
  readonly #plane: Float64Array;

  /** Throws a RangeError when there are fewer points than a neighbourhood needs. */
  constructor(
    private readonly points: Points,
    private readonly settings: LayoutSettings,
  ) {
    if (points.count <= settings.neighbors) {
      throw new RangeError(
        `A layout with ${settings.neighbors} neighbours needs more than ${points.count} prompts; take fewer neighbours.`,
      );
    }
    this.rows = points.rows;
    this.epochs = epochsFor(points.count);
    this.#plane = new Float64Array(2 * points.count).fill(Number.NaN);
    this.#work = this.#run();
  }

  /** Does a small part of the work; returns false when all is done. */
  step(): boolean {
    return !this.#work.next().done;
  }

  /** The current layout; rows that are not part of it have no position. */
  coordinates(rows: number): Coordinates {
    const x = new Float32Array(rows).fill(Number.NaN);
    const y = new Float32Array(rows).fill(Number.NaN);
    for (let i = 0; i < this.points.count; i++) {
      x[this.rows[i]!] = this.#plane[2 * i]!;
      y[this.rows[i]!] = this.#plane[2 * i + 1]!;
    }
    return { x, y };
  }

  *#run(): Generator<void> {
    const { points, settings } = this;
    const random = mulberry32(settings.seed);
    this.#start(random);
    this.pictures++;
    yield;
    // A point is the first of its own neighbourhood.
    const k = settings.neighbors - 1;
    const search = points.count > MOST_EXACT ? descentNeighbors(points, k, random) : exactNeighbors(points, k);
    let found = search.next();
    for (; !found.done; found = search.next()) {
      this.searched = Math.floor(found.value);
      yield;
    }
    this.searched = points.count;
    const graph = yield* fuzzyGraph(found.value);
    const layout = new LayoutEpochs(this.#plane, graph, this.epochs, membershipCurve(settings.minDist), random);
    while (this.epoch < this.epochs) {
      layout.step();
      this.epoch++;
      this.pictures++;
      yield;
    }
  }

  #start(random: () => number): void {
    const { x, y } = principalPlane(this.points.data, this.points.size);
    const reach = (most: number, value: number) => Math.max(most, Math.abs(value));
    const scale = START_RADIUS / (y.reduce(reach, x.reduce(reach, 0)) || 1);
    for (let i = 0; i < this.points.count; i++) {
      this.#plane[2 * i] = scale * x[i]! + APART * (random() - 0.5);
      this.#plane[2 * i + 1] = scale * y[i]! + APART * (random() - 0.5);
    }
  }
}

/** Epochs by number of points: about five eighths of umap-js' own, which start from random places. */
function epochsFor(points: number): number {
  return points <= 2_500 ? 312 : points <= 5_000 ? 249 : points <= 7_500 ? 189 : 126;
}
