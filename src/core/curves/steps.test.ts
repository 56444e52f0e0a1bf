import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { route } from "../objective/objective.ts";
import { list, sixteenth, table } from "../testing/arbitraries.ts";
import { pointAt, sweep } from "./curve.ts";
import { insideStep, lambdaQuantiles, stepAt } from "./steps.ts";

const starts = fc
  .uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 40 })
  .map((rest) => [0, ...rest.sort((a, b) => a - b).map((n) => n / 100)]);

describe("a λ inside a step", () => {
  it("is in that step and in no other", () => {
    fc.assert(
      fc.property(starts, (lambda) => {
        lambda.forEach((from, k) => {
          const inside = insideStep(lambda, k);
          expect(inside).toBeGreaterThanOrEqual(from);
          if (k > 0) expect(inside).toBeGreaterThan(from);
          expect(inside).toBeLessThan(lambda[k + 1] ?? Number.POSITIVE_INFINITY);
        });
      }),
    );
  });

  it("maps back to its step", () => {
    fc.assert(
      fc.property(starts, (lambda) => {
        lambda.forEach((from, k) => {
          expect([stepAt(lambda, from), stepAt(lambda, insideStep(lambda, k))]).toEqual([k, k]);
        });
      }),
    );
  });

  it("routes every prompt as the exact curve does there", () => {
    fc.assert(
      fc.property(table(sixteenth(0, 4), 5, 4), list(sixteenth(0, 1), 4), (losses, slopes) => {
        const curve = sweep(losses, slopes, [0, 0, 0, 0], slopes, losses);
        // At λ = 0 equal experts may tie; inside every later step only exactly equal rows can.
        for (let k = 1; k < curve.lambda.length; k++) {
          const lambda = insideStep(curve.lambda, k);
          const choices = route(
            losses,
            slopes.map((slope) => lambda * slope),
          );
          const mean = Array.from(choices).reduce((sum, i, r) => sum + losses.data[r * 4 + i]!, 0) / 5;
          expect(mean).toBeCloseTo(pointAt(curve, lambda).y, 12);
        }
      }),
    );
  });
});

describe("λ quantiles", () => {
  it("ascend, include both ends, and do not exceed the requested number or the number of steps", () => {
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 60 }), (lambda, count) => {
        const quantiles = Array.from(lambdaQuantiles(lambda, count));
        expect(quantiles).toHaveLength(Math.min(count, lambda.length));
        expect(quantiles[0]).toBe(0);
        for (let q = 1; q < quantiles.length; q++) expect(quantiles[q]).toBeGreaterThan(quantiles[q - 1]!);
        if (quantiles.length > 1) expect(quantiles.at(-1)).toBe(insideStep(lambda, lambda.length - 1));
      }),
    );
  });
});
