import { expect, test } from "vitest";
import { quantileScale } from "../../core/curves/quantileScale.ts";
import { SWEEP_MS, sweepLambda } from "./controls/sweepLambda.ts";
import { nearestPoint } from "./plot/nearestPoint.ts";

test("the nearest point is found, and points without a position are skipped", () => {
  expect(nearestPoint([], [0, 0])).toBe(-1);
  expect(nearestPoint([[Number.NaN, 1]], [0, 0])).toBe(-1);
  expect(
    nearestPoint(
      [
        [Number.NaN, 0],
        [3, 4],
        [4, 3],
        [1, 1],
      ],
      [5, 5],
    ),
  ).toBe(1);
});

test("the sweep starts at 0, never goes back, and ends at its end; with reduced motion it takes ten jumps", () => {
  const times = Array.from({ length: 400 }, (_, i) => (i * SWEEP_MS * 1.2) / 400);
  const scale = quantileScale([0.1, 0.2, 0.4, 3], 6);
  for (const jumps of [false, true]) {
    const lambdas = times.map((time) => sweepLambda(time, scale, jumps));
    expect([lambdas[0], lambdas.at(-1)]).toEqual([0, 6]);
    expect(lambdas).toEqual([...lambdas].sort((a, b) => a - b));
    expect(new Set(lambdas).size).toBe(jumps ? 11 : new Set(times.map((time) => Math.min(SWEEP_MS, time))).size);
  }
});
