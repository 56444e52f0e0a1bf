import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { matrix } from "../matrix.ts";
import { mulberry32 } from "./random.ts";
import { crossValidate, FEWEST_ROWS, fitRidge, predictRidge } from "./ridge.ts";

function problem(seed: number, rows: number, columns: number, noise: number) {
  const random = mulberry32(seed);
  const draw = () => random() * 2 - 1;
  const x = matrix(rows, columns, Float64Array.from({ length: rows * columns }, draw));
  const truth = Float64Array.from({ length: columns }, draw);
  const y = Float64Array.from({ length: rows }, (_, i) =>
    truth.reduce((sum, w, k) => sum + w * x.data[i * columns + k]!, 3 + noise * draw()),
  );
  return { x, y, truth };
}

const size = fc.record({
  seed: fc.integer({ min: 0, max: 1e6 }),
  rows: fc.integer({ min: FEWEST_ROWS, max: 20 }),
  columns: fc.integer({ min: 1, max: 12 }),
});

describe("a ridge fit", () => {
  test("minimises its own objective: every change of a weight or of the intercept increases it", () => {
    fc.assert(
      fc.property(size, ({ seed, rows, columns }) => {
        const { x, y } = problem(seed, rows, columns, 1);
        const fit = fitRidge(x, y);
        const mean = (k: number) => y.reduce((sum, _, i) => sum + x.data[i * columns + k]! / rows, 0);
        const means = Array.from({ length: columns }, (_, k) => mean(k));
        const trace = Array.from(x.data).reduce((sum, value, at) => sum + (value - means[at % columns]!) ** 2, 0);
        const objective = (weights: Float64Array, intercept: number) =>
          predictRidge({ ...fit, weights, intercept }, x).reduce((sum, value, i) => sum + (y[i]! - value) ** 2, 0) +
          fit.penalty * trace * weights.reduce((sum, w) => sum + w * w, 0);
        const least = objective(fit.weights, fit.intercept);
        for (const step of [1e-3, -1e-3]) {
          expect(objective(fit.weights, fit.intercept + step)).toBeGreaterThan(least);
          for (let k = 0; k < columns; k++) {
            expect(objective(fit.weights.with(k, fit.weights[k]! + step), fit.intercept)).toBeGreaterThan(least);
          }
        }
      }),
    );
  });

  test("finds a noiseless line, and predicts unseen points on it", () => {
    const { x, y, truth } = problem(3, 60, 4, 0);
    const fit = fitRidge(x, y);
    for (const [k, w] of fit.weights.entries()) expect(w).toBeCloseTo(truth[k]!, 2);
    for (const [i, value] of crossValidate(x, y, 5).entries()) expect(value).toBeCloseTo(y[i]!, 2);
  });

  test("chooses the penalty by leave-one-out error: larger for noise than for a line", () => {
    const { x, y } = problem(5, 40, 30, 0);
    const random = mulberry32(11);
    const noise = Float64Array.from(y, () => random());
    expect(fitRidge(x, noise).penalty).toBeGreaterThan(10 * fitRidge(x, y).penalty);
  });

  test("a row's cross-validated prediction does not depend on its own value", () => {
    const { x, y } = problem(8, 20, 3, 0.5);
    const before = crossValidate(x, y, 4)[7]!;
    expect(crossValidate(x, y.with(7, 100), 4)[7]).toBe(before);
  });

  test("predicts the mean for identical rows", () => {
    const x = matrix(6, 2, new Float64Array(12).fill(2));
    const fit = fitRidge(x, [1, 2, 3, 4, 5, 6]);
    expect(predictRidge(fit, x)[0]).toBeCloseTo(3.5, 9);
  });

  test.each([
    [matrix(6, 1, new Float64Array(6)), [1, 2, 3], /3 numbers for 6 rows/],
    [matrix(2, 1, new Float64Array(2)), [1, 2], /at least 5 rows/],
    [matrix(5, 1, new Float64Array(5)), [1, 2, 3, 4, Number.NaN], /finite/],
  ])("refuses invalid input %#", (x, y, message) => {
    expect(() => fitRidge(x, y)).toThrow(message);
  });
});
