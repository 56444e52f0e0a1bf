import fc from "fast-check";
import { expect, test } from "vitest";
import { maybeSixteenth, sixteenth } from "../testing/arbitraries.ts";
import { measureReliability } from "./reliability.ts";

const pairs = fc.array(fc.tuple(maybeSixteenth(0, 8), maybeSixteenth(0, 8)), { maxLength: 120 });
const bins = fc.integer({ min: 1, max: 20 });
const columns = (drawn: [number, number][]) => [drawn.map(([p]) => p), drawn.map(([, a]) => a)] as const;
const complete = (drawn: [number, number][]) => drawn.filter((pair) => pair.every(Number.isFinite));
const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

test("bins contain every known pair once; their means match a plain search", () => {
  fc.assert(
    fc.property(pairs, bins, (drawn, count) => {
      const result = measureReliability(...columns(drawn), count);
      const known = complete(drawn);
      expect(result.count).toBe(known.length);
      expect(result.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(known.length);
      if (known.length === 0) {
        expect(result.expectedError).toBeNaN();
        return;
      }
      const low = Math.min(...known.map(([p]) => p));
      const high = Math.max(...known.map(([p]) => p));
      const place = (p: number) =>
        high > low ? Math.min(count - 1, Math.floor((p - low) / ((high - low) / count))) : 0;
      const filled = [...new Set(known.map(([p]) => place(p)))].sort((a, b) => a - b);
      let error = 0;
      filled.forEach((bin, k) => {
        const members = known.filter(([p]) => place(p) === bin);
        const found = result.bins[k]!;
        expect(found.count).toBe(members.length);
        expect(found.predicted).toBeCloseTo(mean(members.map(([p]) => p)), 9);
        expect(found.actual).toBeCloseTo(mean(members.map(([, a]) => a)), 9);
        expect(found.predicted).toBeGreaterThanOrEqual(found.low - 1e-9);
        expect(found.predicted).toBeLessThanOrEqual(found.high + 1e-9);
        error += (members.length / known.length) * Math.abs(mean(members.map(([p, a]) => p - a)));
      });
      expect(result.bins).toHaveLength(filled.length);
      expect(result.expectedError).toBeCloseTo(error, 9);
      expect(result.bias).toBeCloseTo(mean(known.map(([p, a]) => p - a)), 9);
    }),
  );
});

test("the expected calibration error lies between the bias and the mean absolute error", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(sixteenth(0, 8), sixteenth(0, 8)), { minLength: 1, maxLength: 80 }),
      bins,
      (drawn, count) => {
        const { expectedError, bias, meanAbsoluteError } = measureReliability(...columns(drawn), count);
        expect(expectedError).toBeGreaterThanOrEqual(Math.abs(bias) - 1e-9);
        expect(expectedError).toBeLessThanOrEqual(meanAbsoluteError + 1e-9);
      },
    ),
  );
});

test("correct predictions are calibrated; the standard error is that of the mean", () => {
  const values = [1, 2, 3, 4, 5, 6];
  expect(measureReliability(values, values, 3)).toMatchObject({ expectedError: 0, bias: 0, meanAbsoluteError: 0 });
  const [bin] = measureReliability([1, 1, 1, 1], [1, 3, 5, 7], 4).bins;
  // Variance 20 / 3 over four values.
  expect(bin!.standardError).toBeCloseTo(Math.sqrt(20 / 3 / 4), 12);
  expect(measureReliability([1], [2]).bins[0]!.standardError).toBeNaN();
});
