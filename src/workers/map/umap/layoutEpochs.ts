import { forceTables, interpolated } from "./forces.ts";
import type { FuzzyGraph } from "./fuzzyGraph.ts";

/** Random points that push one away each time an edge pulls it. */
const NEGATIVE_SAMPLES = 5;
/** The longest step along one axis. */
const LONGEST = 4;

/**
 * UMAP's layout by stochastic gradient descent (McInnes et al. 2018, appendix C), on typed arrays: an edge of the graph pulls its two
 * points together as often as its weight asks for, and each time some random points push the first one away.
 */
export class LayoutEpochs {
  /** Epochs done. */
  done = 0;
  /** Epochs between two pulls of an edge, and the epoch of its next one; the same for pushes. */
  readonly #every: Float64Array;
  readonly #next: Float64Array;
  readonly #nextPush: Float64Array;
  readonly #forces: ReturnType<typeof forceTables>;

  /**
   * @param plane x and y of every point in turn; the start, which is changed in place
   * @param curve of `membershipCurve`
   * @param random uniform numbers in [0, 1)
   */
  constructor(
    readonly plane: Float64Array,
    private readonly graph: FuzzyGraph,
    private readonly epochs: number,
    curve: { a: number; b: number },
    private readonly random: () => number,
  ) {
    this.#forces = forceTables(curve);
    const strongest = graph.weight.reduce((most, weight) => Math.max(most, weight), 0);
    // An edge too weak for a single pull never has its turn.
    this.#every = graph.weight.map((weight) =>
      weight * epochs < strongest ? Number.POSITIVE_INFINITY : strongest / weight,
    );
    this.#next = this.#every.slice();
    this.#nextPush = this.#every.map((every) => every / NEGATIVE_SAMPLES);
  }

  /** One epoch. */
  step(): void {
    const { plane, random, done } = this;
    const { head, tail } = this.graph;
    const { pulls, pushes } = this.#forces;
    const points = plane.length / 2;
    const rate = 1 - done / this.epochs;
    const [every, next, nextPush] = [this.#every, this.#next, this.#nextPush];
    for (let edge = 0; edge < head.length; edge++) {
      if (next[edge]! > done) continue;
      const i = 2 * head[edge]!;
      const j = 2 * tail[edge]!;
      let x = plane[i]!;
      let y = plane[i + 1]!;
      let dx = x - plane[j]!;
      let dy = y - plane[j + 1]!;
      let squared = dx * dx + dy * dy;
      if (squared > 0) {
        const pull = interpolated(pulls, squared);
        dx = rate * clipped(pull * dx);
        dy = rate * clipped(pull * dy);
        x += dx;
        y += dy;
        plane[j]! -= dx;
        plane[j + 1]! -= dy;
      }
      const pause = every[edge]! / NEGATIVE_SAMPLES;
      const samples = Math.floor((done - nextPush[edge]!) / pause);
      for (let sample = 0; sample < samples; sample++) {
        const other = 2 * Math.floor(random() * points);
        if (other === i) continue;
        dx = x - plane[other]!;
        dy = y - plane[other + 1]!;
        squared = dx * dx + dy * dy;
        if (squared > 0) {
          const push = interpolated(pushes, squared);
          x += rate * clipped(push * dx);
          y += rate * clipped(push * dy);
        } else {
          x += rate * LONGEST;
          y += rate * LONGEST;
        }
      }
      plane[i] = x;
      plane[i + 1] = y;
      next[edge]! += every[edge]!;
      nextPush[edge]! += samples * pause;
    }
    this.done++;
  }
}

function clipped(step: number): number {
  return Math.abs(step) <= LONGEST ? step : Math.sign(step) * LONGEST;
}
