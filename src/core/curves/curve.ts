/**
 * The exact curve of a router over one λ. A prompt's choice changes only at the breakpoints of its own envelope, so the means over
 * all prompts are step functions: start at λ = 0, sort the breakpoints of all prompts, and apply the changes one by one.
 */

import { isMatrix, type Matrix, rowsOf, upTo } from "../matrix.ts";
import { RunningMean } from "../metrics/runningMean.ts";
import { HullScratch } from "./envelope.ts";
import { stepAt } from "./steps.ts";

/**
 * Point k holds on [lambda[k], lambda[k + 1]), the last one on [lambda[k], ∞). `lambda[0]` is 0; the values are strictly ascending.
 */
export interface Curve {
  lambda: Float64Array;
  /** Mean raw value of the chosen experts over the prompts where it is known; NaN if it is known for none. */
  x: Float64Array;
  /** Mean outcome of the chosen experts over the prompts where it is known; NaN if it is known for none. */
  y: Float64Array;
  /**
   * Share of prompts, 0 … 1, whose chosen expert has a known raw value. Below 1, `x` leaves prompts out, and the reader must be
   * told.
   */
  known: Float64Array;
  /** Share of prompts, 0 … 1, whose chosen expert has a known outcome. */
  measured: Float64Array;
}

/**
 * Sweeps the λ of one constraint from 0 to ∞ while the others stay fixed.
 * @param decision the losses that choices are based on, nats: L̂ for the router, L for the oracle
 * @param slopes C of the swept constraint per expert, or of every prompt × expert; NaN counts as the worst
 * @param base penalty of the other constraints per expert, or of every prompt × expert, nats
 * @param x raw value per expert, or of every prompt × expert: the cost of the chosen call; NaN when unknown
 * @param y outcome of every prompt × expert: loss or accuracy; same shape as `decision`
 * @param rows prompts to average over, all by default; repeated rows count as often as they appear
 */
export function sweep(
  decision: Matrix,
  slopes: ArrayLike<number> | Matrix,
  base: ArrayLike<number> | Matrix,
  x: ArrayLike<number> | Matrix,
  y: Matrix,
  rows?: ArrayLike<number>,
): Curve {
  const { columns } = decision;
  const picked = rowsOf(decision, rows);
  const slopesByCall = isMatrix(slopes);
  const [penalty, baseByCall] = isMatrix(base) ? [base.data, true] : [base, false];
  const hull = new HullScratch(slopesByCall ? new Float64Array(columns) : slopes);
  // Cells of the table are numbered prompt × columns + expert.
  const costs = isMatrix(x) ? x.data : x;
  const costAt = isMatrix(x) ? (cell: number) => costs[cell]! : (cell: number) => costs[cell % columns]!;
  const changes = new Changes(4 * picked.length);
  const meanX = new RunningMean();
  const meanY = new RunningMean();
  for (let k = 0; k < picked.length; k++) {
    const offset = picked[k]! * columns;
    if (slopesByCall) hull.setSlopes(slopes.data, offset);
    const count = hull.build(decision.data, offset, penalty, baseByCall ? offset : 0);
    if (count === 0) continue;
    meanX.add(costAt(offset + hull.winners[0]!));
    meanY.add(y.data[offset + hull.winners[0]!]!);
    for (let s = 1; s < count; s++) {
      changes.push(hull.starts[s]!, offset + hull.winners[s - 1]!, offset + hull.winners[s]!);
    }
  }

  const order = changes.sorted();
  const curve = new CurveBuilder(1 + order.length, picked.length);
  curve.point(0, meanX, meanY);
  for (let e = 0; e < order.length; e++) {
    const change = order[e]!;
    const from = changes.from[change]!;
    const to = changes.to[change]!;
    meanX.remove(costAt(from));
    meanX.add(costAt(to));
    meanY.remove(y.data[from]!);
    meanY.add(y.data[to]!);
    const lambda = changes.lambda[change]!;
    if (e + 1 < order.length && changes.lambda[order[e + 1]!] === lambda) continue;
    curve.point(lambda, meanX, meanY);
  }
  return curve.finish();
}

/** The curve's point at a λ ≥ 0. */
export function pointAt(curve: Curve, lambda: number): { x: number; y: number } {
  const step = stepAt(curve.lambda, lambda);
  return { x: curve.x[step] ?? Number.NaN, y: curve.y[step] ?? Number.NaN };
}

/** A growing list of changes of choice: at `lambda`, one prompt moves from one cell of the table to another. */
class Changes {
  lambda: Float64Array;
  from: Uint32Array;
  to: Uint32Array;
  private count = 0;

  constructor(capacity: number) {
    this.lambda = new Float64Array(capacity);
    this.from = new Uint32Array(capacity);
    this.to = new Uint32Array(capacity);
  }

  push(lambda: number, from: number, to: number): void {
    if (this.count === this.lambda.length) this.grow();
    this.lambda[this.count] = lambda;
    this.from[this.count] = from;
    this.to[this.count++] = to;
  }

  /** Indices of the changes, by rising λ. */
  sorted(): Uint32Array {
    const { lambda } = this;
    return upTo(this.count).sort((a, b) => lambda[a]! - lambda[b]!);
  }

  private grow(): void {
    const capacity = 2 * this.lambda.length + 16;
    const copy = <T extends Float64Array | Uint32Array>(into: T, source: T): T => {
      into.set(source);
      return into;
    };
    this.lambda = copy(new Float64Array(capacity), this.lambda);
    this.from = copy(new Uint32Array(capacity), this.from);
    this.to = copy(new Uint32Array(capacity), this.to);
  }
}

class CurveBuilder {
  private readonly columns: Float64Array[];
  private length = 0;

  constructor(
    capacity: number,
    private readonly prompts: number,
  ) {
    this.columns = Array.from({ length: 5 }, () => new Float64Array(capacity));
  }

  point(lambda: number, x: RunningMean, y: RunningMean): void {
    const at = this.length++;
    this.columns[0]![at] = lambda;
    this.columns[1]![at] = x.mean();
    this.columns[2]![at] = y.mean();
    this.columns[3]![at] = x.count / this.prompts;
    this.columns[4]![at] = y.count / this.prompts;
  }

  finish(): Curve {
    const [lambda, x, y, known, measured] = this.columns.map((column) => column.slice(0, this.length));
    return { lambda: lambda!, x: x!, y: y!, known: known!, measured: measured! };
  }
}
