/**
 * Ridge regression on sparse rows, all outputs and all penalties in one run of conjugate gradients. In the dual form, W = Xᵀ A with
 * (K + αI) A = Y, K being the products of the centred rows: K v = X Xᵀ v less its mean, since the entries of v sum to 0. Systems
 * that differ by α alone share their Krylov space, so those with larger penalties follow by scalars (Jegerlehner 1996).
 */
import { targetMeans } from "./differences.ts";
import type { Training } from "./head.ts";
import { type Linear, times, transposedTimes } from "./products.ts";

/** What may be left of the right side. */
const TOLERANCE = 1e-3;
const MOST_STEPS = 100;

/** @returns one fit by penalty, in their order */
export function sparseRidge({ rows, train, targets }: Training, penalties: readonly number[]): Linear[] {
  const outputs = targets.columns;
  const means = targetMeans(targets, train);
  const right = new Float64Array(train.length * outputs);
  for (let at = 0; at < right.length; at++) {
    const m = at % outputs;
    right[at] = targets.data[train[(at - m) / outputs]! * outputs + m]! - means[m]!;
  }
  const base = Math.min(...penalties);
  const systems = penalties.map((penalty) => new Shifted(penalty - base, right, outputs));
  solveAll(right, outputs, systems, (vector) => {
    const result = centred(times(rows, train, transposedTimes(rows, train, vector, outputs), outputs), outputs);
    for (let at = 0; at < result.length; at++) result[at]! += base * vector[at]!;
    return result;
  });
  return systems.map(({ solution }) => {
    const weights = transposedTimes(rows, train, solution, outputs);
    const shift = columnMeans(times(rows, train, weights, outputs), outputs);
    return { weights, intercept: means.map((mean, m) => mean - shift[m]!) };
  });
}

/** Conjugate gradients on the system with the smallest penalty; the others follow. */
function solveAll(
  right: Float64Array,
  outputs: number,
  systems: readonly Shifted[],
  apply: (vector: Float64Array) => Float64Array,
): void {
  const residual = right.slice();
  const direction = right.slice();
  let squares = dots(residual, residual, outputs);
  const goal = squares.map((value) => value * TOLERANCE ** 2);
  let lastLength = new Float64Array(outputs).fill(1);
  let lastTurn = new Float64Array(outputs);
  for (let step = 0; step < MOST_STEPS && squares.some((value, m) => value > goal[m]!); step++) {
    const applied = apply(direction);
    const curvature = dots(direction, applied, outputs);
    const length = squares.map((value, m) => (value > goal[m]! && curvature[m]! > 0 ? value / curvature[m]! : 0));
    for (const system of systems) system.advance(length, lastLength, lastTurn);
    for (let at = 0, m = 0; at < residual.length; at++, m = m + 1 === outputs ? 0 : m + 1) {
      residual[at]! -= length[m]! * applied[at]!;
    }
    const next = dots(residual, residual, outputs);
    const turn = next.map((value, m) => (squares[m]! > 0 ? value / squares[m]! : 0));
    for (let at = 0, m = 0; at < residual.length; at++, m = m + 1 === outputs ? 0 : m + 1) {
      direction[at] = residual[at]! + turn[m]! * direction[at]!;
    }
    for (const system of systems) system.turn(residual, turn, length);
    [squares, lastLength, lastTurn] = [next, length, turn];
  }
}

/** The system with `shift` more on its diagonal. Its residual is `scale` times that of the base system, by output. */
class Shifted {
  readonly solution: Float64Array;
  readonly #direction: Float64Array;
  readonly #scale: Float64Array;
  readonly #before: Float64Array;
  readonly #ahead: Float64Array;
  readonly #length: Float64Array;

  constructor(
    private readonly shift: number,
    right: Float64Array,
    private readonly outputs: number,
  ) {
    this.solution = new Float64Array(right.length);
    this.#direction = right.slice();
    this.#scale = new Float64Array(outputs).fill(1);
    this.#before = new Float64Array(outputs).fill(1);
    this.#ahead = new Float64Array(outputs).fill(1);
    this.#length = new Float64Array(outputs);
  }

  /** Moves the solution along its direction. A length of 0 says that the output's base system is solved. */
  advance(length: Float64Array, lastLength: Float64Array, lastTurn: Float64Array): void {
    const [own, ahead] = [this.#length, this.#ahead];
    for (let m = 0; m < this.outputs; m++) {
      const [scale, before] = [this.#scale[m]!, this.#before[m]!];
      const below =
        length[m]! * lastTurn[m]! * (before - scale) + before * lastLength[m]! * (1 + this.shift * length[m]!);
      // A residual this small is that of a solved system.
      const solved = length[m] === 0 || Math.abs(scale) < 1e-12 || !(Math.abs(below) > 0);
      ahead[m] = solved ? 0 : (scale * before * lastLength[m]!) / below;
      own[m] = solved ? 0 : (length[m]! * ahead[m]!) / scale;
    }
    const [solution, direction, { outputs }] = [this.solution, this.#direction, this];
    for (let at = 0, m = 0; at < solution.length; at++, m = m + 1 === outputs ? 0 : m + 1) {
      solution[at]! += own[m]! * direction[at]!;
    }
  }

  /** Turns the direction. @param residual of the base system */
  turn(residual: Float64Array, turn: Float64Array, length: Float64Array): void {
    const [direction, ahead, { outputs }] = [this.#direction, this.#ahead, this];
    const own = turn.map((value, m) =>
      this.#length[m] === 0 ? 0 : (value * ahead[m]! * this.#length[m]!) / (this.#scale[m]! * length[m]!),
    );
    for (let at = 0, m = 0; at < direction.length; at++, m = m + 1 === outputs ? 0 : m + 1) {
      direction[at] = ahead[m]! * residual[at]! + own[m]! * direction[at]!;
    }
    this.#before.set(this.#scale);
    this.#scale.set(ahead);
  }
}

/** Inner products of two arrays, by output. */
function dots(a: Float64Array, b: Float64Array, outputs: number): Float64Array {
  const result = new Float64Array(outputs);
  for (let at = 0, m = 0; at < a.length; at++, m = m + 1 === outputs ? 0 : m + 1) result[m]! += a[at]! * b[at]!;
  return result;
}

function columnMeans(values: Float64Array, outputs: number): Float64Array {
  const means = new Float64Array(outputs);
  const count = values.length / outputs;
  for (let at = 0, m = 0; at < values.length; at++, m = m + 1 === outputs ? 0 : m + 1) means[m]! += values[at]! / count;
  return means;
}

function centred(values: Float64Array, outputs: number): Float64Array {
  const means = columnMeans(values, outputs);
  for (let at = 0, m = 0; at < values.length; at++, m = m + 1 === outputs ? 0 : m + 1) values[at]! -= means[m]!;
  return values;
}
