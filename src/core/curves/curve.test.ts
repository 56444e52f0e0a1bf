import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Matrix } from "../matrix.ts";
import { choose, scoreOrWorst } from "../objective/objective.ts";
import { mulberry32 } from "../stats/random.ts";
import { list, maybeSixteenth, sixteenth, table } from "../testing/arbitraries.ts";
import { type Curve, pointAt, sweep } from "./curve.ts";

const ROWS = 7;
const EXPERTS = 5;

const setting = fc.record({
  decision: table(maybeSixteenth(0, 3), ROWS, EXPERTS),
  slopes: list(maybeSixteenth(0, 1), EXPERTS),
  base: list(sixteenth(0, 1), EXPERTS),
  x: list(maybeSixteenth(0, 9), EXPERTS),
  y: table(maybeSixteenth(0, 3), ROWS, EXPERTS),
  rows: fc.option(fc.array(fc.nat(ROWS - 1), { maxLength: 9 }), { nil: undefined }),
});

/** The curve's point at one λ, computed from first principles. */
function bruteForce(
  decision: Matrix,
  slopes: ArrayLike<number>,
  base: ArrayLike<number>,
  x: ArrayLike<number>,
  y: Matrix,
  rows: readonly number[],
  lambda: number,
) {
  const penalty = Array.from(slopes, (slope, i) => base[i]! + lambda * scoreOrWorst(slope));
  const xs: number[] = [];
  const ys: number[] = [];
  for (const r of rows) {
    const at = r * decision.columns;
    const choice = firstOfBest(decision.data.subarray(at, at + decision.columns), penalty);
    if (choice >= 0 && !Number.isNaN(x[choice]!)) xs.push(x[choice]!);
    if (choice >= 0 && !Number.isNaN(y.data[at + choice]!)) ys.push(y.data[at + choice]!);
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return { x: mean(xs), y: mean(ys), known: xs.length / rows.length, measured: ys.length / rows.length };
}

/** `choose`, but with a tolerance: it still sees a tie when rounding makes the sums of two equal lines differ. */
function firstOfBest(losses: ArrayLike<number>, penalty: readonly number[]): number {
  const best = choose(losses, penalty);
  return penalty.findIndex((nats, i) => losses[i]! + nats <= losses[best]! + penalty[best]! + 1e-9);
}

const closeTo = (value: number) => (Number.isNaN(value) ? Number.NaN : expect.closeTo(value, 9));

describe("the sweep over λ", () => {
  it("equals brute force inside every step, for any base penalty, subset and unknown value", () => {
    fc.assert(
      fc.property(
        setting,
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        ({ decision, slopes, base, x, y, rows }, share) => {
          const curve = sweep(decision, slopes, base, x, y, rows);
          const picked = rows ?? Array.from({ length: ROWS }, (_, r) => r);
          for (let k = 0; k < curve.lambda.length; k++) {
            const from = curve.lambda[k]!;
            const to = curve.lambda[k + 1] ?? from + 20;
            const lambda = from + share * (to - from);
            const expected = bruteForce(decision, slopes, base, x, y, picked, lambda);
            expect(pointAt(curve, lambda)).toEqual({ x: closeTo(expected.x), y: closeTo(expected.y) });
            expect({ known: curve.known[k], measured: curve.measured[k] }).toEqual({
              known: closeTo(expected.known),
              measured: closeTo(expected.measured),
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("stays within 1e-9 of brute force after ten thousand changes of very different size", () => {
    const random = mulberry32(1);
    const [rows, columns] = [1500, 20];
    const decision = { rows, columns, data: Float32Array.from({ length: rows * columns }, () => 2 + 3 * random()) };
    const y = { rows, columns, data: Float32Array.from({ length: rows * columns }, () => random()) };
    const slopes = Float64Array.from({ length: columns }, random);
    const x = slopes.map((slope) => 10 ** (9 * slope) + random());
    const base = Float64Array.from({ length: columns }, () => 0.2 * random());
    const all = Array.from({ length: rows }, (_, r) => r);
    const curve = sweep(decision, slopes, base, x, y);
    expect(curve.lambda.length).toBeGreaterThan(2000);
    for (let k = 0; k < curve.lambda.length; k += 97) {
      const lambda = (curve.lambda[k]! + (curve.lambda[k + 1] ?? 2 * curve.lambda[k]!)) / 2;
      const expected = bruteForce(decision, slopes, base, x, y, all, lambda);
      const point = pointAt(curve, lambda);
      expect(Math.abs(point.x - expected.x)).toBeLessThanOrEqual(1e-9 * expected.x);
      expect(Math.abs(point.y - expected.y)).toBeLessThanOrEqual(1e-9 * expected.y);
    }
  });

  it("starts at 0, ascends strictly, and ends with everyone on the cheapest expert", () => {
    const decision = { rows: 2, columns: 2, data: Float64Array.of(1, 2, 1, 4) };
    const curve = sweep(decision, [1, 0], [0, 0], [10, 5], decision);
    expect(curve).toEqual({
      lambda: Float64Array.of(0, 1, 3),
      x: Float64Array.of(10, 7.5, 5),
      y: Float64Array.of(1, 1.5, 3),
      known: Float64Array.of(1, 1, 1),
      measured: Float64Array.of(1, 1, 1),
    });
  });

  it("merges prompts that change at the same λ into one point", () => {
    const decision = { rows: 2, columns: 2, data: Float64Array.of(1, 2, 1, 2) };
    expect(Array.from(sweep(decision, [1, 0], [0, 0], [10, 5], decision).lambda)).toEqual([0, 1]);
  });

  it("includes the share of choices with a known raw value", () => {
    const decision = { rows: 2, columns: 2, data: Float64Array.of(1, 2, 2, 1) };
    const curve = sweep(decision, [0, Number.NaN], [0, 0], [3, Number.NaN], decision);
    expect(Array.from(curve.x)).toEqual([3, 3]);
    expect(Array.from(curve.known)).toEqual([0.5, 1]);
  });

  it("has one point without a mean when there are no prompts or no experts", () => {
    const empty = { rows: 0, columns: 2, data: new Float64Array(0) };
    expect(pointAt(sweep(empty, [0, 1], [0, 0], [1, 2], empty), 1)).toEqual({ x: Number.NaN, y: Number.NaN });
    const unknown = { rows: 1, columns: 1, data: Float64Array.of(Number.NaN) };
    const curve = sweep(unknown, [0], [0], [1], unknown);
    expect([curve.lambda.length, curve.x[0], curve.known[0]]).toEqual([1, Number.NaN, 0]);
  });
});

describe("a point of the curve", () => {
  const ones = Float64Array.of(1, 1, 1);
  const curve: Curve = {
    lambda: Float64Array.of(0, 1, 3),
    x: Float64Array.of(9, 8, 7),
    y: Float64Array.of(1, 2, 3),
    known: ones,
    measured: ones,
  };

  it("holds from its own λ up to the next one", () => {
    const xs = [0, 0.99, 1, 2.99, 3, 1e9].map((lambda) => pointAt(curve, lambda).x);
    expect(xs).toEqual([9, 9, 8, 8, 7, 7]);
  });
});
