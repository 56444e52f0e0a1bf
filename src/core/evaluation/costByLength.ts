/** What a call is expected to cost before it is made: a line over the length of its prompt, for each model. */
import { type Matrix, matrix } from "../matrix.ts";

/** Lengths of prompts that vary less than this, relative to their size, say nothing of the cost. */
const SAME = 1e-12;

/** Sums over the calls of a model whose length and cost are known; both are taken relative to an origin, which keeps them exact. */
class Line {
  #count = 0;
  #x = 0;
  #y = 0;
  #xx = 0;
  #xy = 0;

  constructor(
    readonly originX: number,
    readonly originY: number,
  ) {}

  /** @param times 1 adds the call, −1 takes it out again */
  add(length: number, cost: number, times: 1 | -1): void {
    const [x, y] = [length - this.originX, cost - this.originY];
    this.#count += times;
    this.#x += times * x;
    this.#y += times * y;
    this.#xx += times * x * x;
    this.#xy += times * x * y;
  }

  /** Cost on the least-squares line; the mean where all lengths are the same; never below 0. NaN without calls. */
  at(length: number): number {
    const n = this.#count;
    if (n === 0) return Number.NaN;
    const spread = this.#xx - (this.#x * this.#x) / n;
    const mean = this.originY + this.#y / n;
    if (!(spread > SAME * (this.#xx + this.originX * this.originX))) return Math.max(0, mean);
    const slope = (this.#xy - (this.#x * this.#y) / n) / spread;
    return Math.max(0, mean + slope * (length - this.originX - this.#x / n));
  }
}

/**
 * The cost of every call as its model's other calls predict it: cost ≈ a + b · length by least squares, fitted for each prompt on all
 * others (leave one out), so that no call tells its own cost.
 * @param costs prompts × models; NaN where unknown
 * @param lengths of the prompts in each model's tokens, in the same form
 * @param means by model, for calls without a length and models without any cost; NaN where unknown
 */
export function heldOutCosts(costs: Matrix, lengths: Matrix, means: ArrayLike<number>): Matrix {
  const { rows, columns } = costs;
  const expected = new Float64Array(rows * columns);
  for (let k = 0; k < columns; k++) {
    const line = lineOf(costs, lengths, k, null);
    for (let cell = k; cell < expected.length; cell += columns) {
      const [length, cost] = [lengths.data[cell]!, costs.data[cell]!];
      const known = Number.isFinite(length) && Number.isFinite(cost);
      if (known) line.add(length, cost, -1);
      const guess = Number.isFinite(length) ? line.at(length) : Number.NaN;
      if (known) line.add(length, cost, 1);
      expected[cell] = Number.isNaN(guess) ? means[k]! : guess;
    }
  }
  return matrix(rows, columns, expected);
}

/** The same fitted on some prompts and asked for others: writes the costs of the calls in `held` into `into`. */
export function costsByLength(
  costs: Matrix,
  lengths: Matrix,
  means: ArrayLike<number>,
  { train, held }: { train: ArrayLike<number>; held: ArrayLike<number> },
  into: Float32Array | Float64Array,
): void {
  const { columns } = costs;
  for (let k = 0; k < columns; k++) {
    const line = lineOf(costs, lengths, k, train);
    for (let i = 0; i < held.length; i++) {
      const cell = held[i]! * columns + k;
      const guess = Number.isFinite(lengths.data[cell]!) ? line.at(lengths.data[cell]!) : Number.NaN;
      into[cell] = Number.isNaN(guess) ? means[k]! : guess;
    }
  }
}

/** @param rows null: all */
function lineOf(costs: Matrix, lengths: Matrix, model: number, rows: ArrayLike<number> | null): Line {
  const { columns } = costs;
  const count = rows ? rows.length : costs.rows;
  const cellOf = (i: number) => (rows ? rows[i]! : i) * columns + model;
  const known = (cell: number) => Number.isFinite(lengths.data[cell]!) && Number.isFinite(costs.data[cell]!);
  const [originX, originY] = [lengths, costs].map(({ data }) => {
    let [sum, terms] = [0, 0];
    for (let i = 0; i < count; i++) {
      if (!known(cellOf(i))) continue;
      sum += data[cellOf(i)]!;
      terms++;
    }
    return terms > 0 ? sum / terms : 0;
  }) as [number, number];
  const line = new Line(originX, originY);
  for (let i = 0; i < count; i++) {
    const cell = cellOf(i);
    if (known(cell)) line.add(lengths.data[cell]!, costs.data[cell]!, 1);
  }
  return line;
}
