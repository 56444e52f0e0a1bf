import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Matrix, matrix } from "../../core/matrix.ts";
import { mulberry32 } from "../../core/stats/random.ts";
import { FEWEST_ROWS, fitRidge } from "../../core/stats/ridge.ts";
import { fitHead } from "./head.ts";

const FOLDS = 5;

/** A column of 1s followed by the columns of the states; the unknowns are intercept and weights. */
function normalEquations(rows: readonly Float64Array[], y: readonly number[], alpha: number): number[] {
  const size = rows[0]!.length + 1;
  const design = rows.map((row) => [1, ...row]);
  const system = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => {
      const product = design.reduce((sum, row) => sum + row[i]! * row[j]!, 0);
      // The intercept is not penalised.
      return product + (i === j && i > 0 ? alpha : 0);
    }),
    design.reduce((sum, row, r) => sum + row[i]! * y[r]!, 0),
  ]);
  for (let p = 0; p < size; p++) {
    const best = system
      .slice(p)
      .reduce((at, row, k) => (Math.abs(row[p]!) > Math.abs(system[at]![p]!) ? p + k : at), p);
    [system[p], system[best]] = [system[best]!, system[p]!];
    for (let i = 0; i < size; i++) {
      if (i === p) continue;
      const factor = system[i]![p]! / system[p]![p]!;
      for (let k = p; k <= size; k++) system[i]![k]! -= factor * system[p]![k]!;
    }
  }
  return system.map((row, i) => row[size]! / row[i]!);
}

/** The absolute penalty: a share of the summed squares of the centred columns. */
function alphaOf(rows: readonly Float64Array[], y: readonly number[]): number {
  const columns = rows[0]!.length;
  const x = matrix(rows.length, columns, Float64Array.from(rows.flatMap((row) => [...row])));
  const means = Array.from({ length: columns }, (_, k) => rows.reduce((sum, row) => sum + row[k]! / rows.length, 0));
  const trace = rows.reduce((sum, row) => sum + row.reduce((all, value, k) => all + (value - means[k]!) ** 2, 0), 0);
  return fitRidge(x, y).penalty * trace;
}

const predict = ([intercept, ...weights]: readonly number[], row: Float64Array) =>
  row.reduce((sum, value, k) => sum + value * weights[k]!, intercept!);

const rootMeanSquare = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

function sample(seed: number, rows: number, columns: number) {
  const random = mulberry32(seed);
  // float32, like the router's states.
  const states = Float32Array.from({ length: rows * columns }, () => random() * 2 - 1);
  const differences = Float64Array.from({ length: rows }, (_, i) => 2 * states[i * columns]! + random() - 3);
  const list = Array.from({ length: rows }, (_, i) =>
    Float64Array.from(states.subarray(i * columns, (i + 1) * columns)),
  );
  return { states, differences, list };
}

const sizes = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  rows: fc.integer({ min: 2 * FEWEST_ROWS, max: 24 }),
  columns: fc.integer({ min: 1, max: 8 }),
});

describe("the head of an added expert", () => {
  test("has the weights and the intercept that solve the normal equations", () => {
    fc.assert(
      fc.property(sizes, ({ seed, rows, columns }) => {
        const { states, differences, list } = sample(seed, rows, columns);
        const head = fitHead({ states, differences, benchmark: null }, null);
        const [intercept, ...weights] = normalEquations(list, [...differences], alphaOf(list, [...differences]));
        expect(head.intercept).toBeCloseTo(intercept!, 8);
        for (const [k, weight] of weights.entries()) expect(head.weights[k]).toBeCloseTo(weight, 8);
      }),
    );
  });

  test("has the error of five fits on held-out data, and the error of the mean on the same data", () => {
    fc.assert(
      fc.property(sizes, ({ seed, rows, columns }) => {
        const { states, differences, list } = sample(seed, rows, columns);
        const { error, errorOfMean } = fitHead({ states, differences, benchmark: null }, null);
        const y = [...differences];
        const misses = y.map((value, i) => {
          const seen = y.flatMap((_, k) => (k % FOLDS === i % FOLDS ? [] : [k]));
          const [x, known] = [seen.map((k) => list[k]!), seen.map((k) => y[k]!)];
          return value - predict(normalEquations(x, known, alphaOf(x, known)), list[i]!);
        });
        expect(error).toBeCloseTo(rootMeanSquare(misses), 8);
        const others = y.map(
          (value, i) => value - y.reduce((sum, one, k) => (k === i ? sum : sum + one), 0) / (rows - 1),
        );
        expect(errorOfMean).toBeCloseTo(rootMeanSquare(others), 8);
      }),
      { numRuns: 40 },
    );
  });

  test("predicts the benchmark's prompts from their states, and nothing if there are none", () => {
    const { states, differences } = sample(4, 30, 3);
    const benchmark: Matrix = matrix(2, 3, Float32Array.of(0, 0, 0, 1, -1, 0.5));
    const { weights, intercept, benchmark: predicted } = fitHead({ states, differences, benchmark: null }, benchmark);
    expect(predicted).toHaveLength(2);
    expect(predicted![0]).toBeCloseTo(intercept, 5);
    expect(predicted![1]).toBeCloseTo(intercept + weights[0]! - weights[1]! + 0.5 * weights[2]!, 5);
    expect(fitHead({ states, differences, benchmark: null }, null).benchmark).toBeNull();
  });

  test("beats the mean if the states are informative, and does not otherwise", () => {
    const told = sample(9, 60, 4);
    const good = fitHead({ ...told, benchmark: null }, null);
    expect(good.error).toBeLessThan(0.6 * good.errorOfMean);
    const random = mulberry32(12);
    const noise = fitHead(
      { states: told.states, differences: told.differences.map(() => random()), benchmark: null },
      null,
    );
    expect(noise.error).toBeGreaterThan(0.9 * noise.errorOfMean);
  });

  test("is not fitted to non-finite numbers, nor to too few texts", () => {
    const { states, differences } = sample(2, 12, 2);
    expect(() => fitHead({ states, differences: differences.with(3, Number.NaN), benchmark: null }, null)).toThrow(
      /finite/,
    );
    expect(() =>
      fitHead({ states: states.slice(0, 2 * 4), differences: differences.slice(0, 4), benchmark: null }, null),
    ).toThrow(/at least 5 rows/);
  });
});
