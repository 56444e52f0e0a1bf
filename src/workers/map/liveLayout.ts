import { UMAP } from "umap-js";
import { mulberry32 } from "../../core/stats/random.ts";
import { topK } from "../../core/stats/topK.ts";
import { distancesFrom, type Points } from "./distances.ts";
import type { Coordinates, LayoutSettings } from "./layout.ts";

/** For more prompts, computing all pairs would take minutes. */
const MAX_LAYOUT_ROWS = 20_000;

/**
 * UMAP (McInnes et al. 2018) of some points, step by step: first every point's exact neighbours, then the epochs.
 * The same points and settings give the same layout on every machine.
 */
export class LiveLayout {
  /** Rows of the table in the layout. */
  readonly rows: Int32Array;
  readonly epochs: number;
  /** Points with known neighbours plus epochs done. */
  searched = 0;
  epoch = 0;
  readonly #umap: UMAP;
  readonly #neighbors: { indices: number[][]; distances: number[][] } = { indices: [], distances: [] };
  readonly #distances: Float64Array;

  /** Throws a RangeError when there are fewer points than a neighbourhood needs, or too many for an exact search. */
  constructor(
    private readonly points: Points,
    private readonly settings: LayoutSettings,
  ) {
    if (points.count <= settings.neighbors) {
      throw new RangeError(
        `A layout with ${settings.neighbors} neighbours needs more than ${points.count} prompts; take fewer neighbours.`,
      );
    }
    if (points.count > MAX_LAYOUT_ROWS) {
      throw new RangeError(`A layout is computed here for at most ${MAX_LAYOUT_ROWS} prompts, not ${points.count}.`);
    }
    this.rows = points.rows;
    this.epochs = epochsFor(points.count);
    this.#distances = new Float64Array(points.count);
    this.#umap = new UMAP({
      nNeighbors: settings.neighbors,
      minDist: settings.minDist,
      nEpochs: this.epochs,
      random: mulberry32(settings.seed),
    });
  }

  /** Does a small part of the work; returns false when all is done. */
  step(): boolean {
    if (this.searched < this.points.count) this.#search(this.searched++);
    else if (this.epoch === 0 || this.epoch < this.epochs) {
      if (this.epoch === 0) this.#initialize();
      this.epoch = this.#umap.step();
    }
    return this.epoch < this.epochs;
  }

  /** The current layout; rows that are not part of it have no position. */
  coordinates(rows: number): Coordinates {
    const x = new Float32Array(rows).fill(Number.NaN);
    const y = new Float32Array(rows).fill(Number.NaN);
    this.#umap.getEmbedding().forEach((point, i) => {
      x[this.rows[i]!] = point[0]!;
      y[this.rows[i]!] = point[1]!;
    });
    return { x, y };
  }

  #search(i: number): void {
    distancesFrom(this.points, i, this.#distances);
    // umap-js counts a point as the first of its own neighbourhood.
    const indices = [i, ...topK(this.#distances, this.settings.neighbors - 1, "smallest", i)];
    this.#neighbors.indices.push(indices);
    this.#neighbors.distances.push(indices.map((j) => this.#distances[j]!));
  }

  #initialize(): void {
    this.#umap.setPrecomputedKNN(this.#neighbors.indices, this.#neighbors.distances);
    // With the neighbours given, umap-js only counts the vectors.
    this.#umap.initializeFit(Array.from({ length: this.points.count }, () => []));
  }
}

/** Epochs by number of points: umap-js' own choice, rounded to a multiple of 3, without which its `transform` never returns. */
function epochsFor(points: number): number {
  const usual = points <= 2_500 ? 500 : points <= 5_000 ? 400 : points <= 7_500 ? 300 : 200;
  return usual - (usual % 3);
}
