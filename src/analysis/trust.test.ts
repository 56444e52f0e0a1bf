import { expect, test } from "vitest";
import { predictedRange, unfamiliarity } from "./trust.ts";

type Router = Parameters<typeof predictedRange>[0];

const ROUTER = {
  predictionRange: {
    share: 0.8,
    byTokens: [
      { upTo: 8, low: -2, high: 3 },
      { upTo: 126, low: -0.5, high: 1 },
    ],
  },
  familiarity: { neighbors: 2, metric: "euclidean", quantiles: { "0.5": 1, "0.95": 2, "0.99": 4 } },
} as Partial<Router> as Router;
const at = (...distances: number[]) => ({
  neighbors: distances.map((distance, index) => ({ index, distance, weight: 1 / distances.length })),
});

test("a range is that of the prompt's length, around the prediction, and never below zero", () => {
  expect(predictedRange(ROUTER, 8, 1)).toEqual({ low: 0, high: 4, share: 0.8 });
  expect(predictedRange(ROUTER, 9, 3)).toEqual({ low: 2.5, high: 4, share: 0.8 });
  expect(predictedRange(ROUTER, 500, 3)).toEqual({ low: 2.5, high: 4, share: 0.8 });
});

test("a library without a range, or an expert without a prediction, has none", () => {
  expect(predictedRange({} as Router, 8, 1)).toBeNull();
  expect(predictedRange(ROUTER, 8, Number.NaN)).toBeNull();
});

test("a prompt is as unfamiliar as the greatest quantile that its nearest neighbours are beyond", () => {
  expect(unfamiliarity(ROUTER, at(0.5, 0.7, 90))).toBe(0);
  expect(unfamiliarity(ROUTER, at(1, 2, 90))).toBe(0.5);
  expect(unfamiliarity(ROUTER, at(3, 3))).toBe(0.95);
  expect(unfamiliarity(ROUTER, at(9, 9))).toBe(0.99);
});

test("nothing is said without quantiles, before the prompt is placed, or with too few neighbours", () => {
  expect(unfamiliarity({} as Router, at(9, 9))).toBeNull();
  expect(unfamiliarity(ROUTER, null)).toBeNull();
  expect(unfamiliarity(ROUTER, at(9))).toBeNull();
});
