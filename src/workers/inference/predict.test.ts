import fc from "fast-check";
import { expect, test } from "vitest";
import { logSumExp, lossOf, maxDifference, topTokens } from "./predict.ts";

const logits = fc.float32Array({ minLength: 1, maxLength: 50, min: -50, max: 50, noNaN: true });

test("the loss of a token is −ln of its softmax", () => {
  expect(lossOf(0, Float32Array.of(Math.log(3), 0))).toBeCloseTo(-Math.log(0.75), 6);
  expect(lossOf(1, new Float32Array(8192))).toBeCloseTo(Math.log(8192), 6);
});

test("large logits do not overflow", () => {
  expect(logSumExp(Float32Array.of(1000, 1000))).toBeCloseTo(1000 + Math.log(2), 3);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])("a logit of %s is refused", (broken) => {
  expect(() => logSumExp(Float32Array.of(0, broken, 1))).toThrow(expect.objectContaining({ name: "ModelError" }));
});

test("the top tokens are those of a full sort, with their probabilities", () => {
  fc.assert(
    fc.property(logits, fc.integer({ min: 1, max: 10 }), (values, count) => {
      const sorted = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b).slice(0, count);
      const top = topTokens(values, count);
      expect(top.map(({ token }) => token)).toEqual(sorted);
      for (const { token, probability } of top) expect(probability).toBeCloseTo(Math.exp(-lossOf(token, values)), 9);
    }),
  );
});

test("probabilities of the whole vocabulary sum to one", () => {
  fc.assert(
    fc.property(logits, (values) => {
      const sum = topTokens(values, values.length).reduce((total, { probability }) => total + probability, 0);
      expect(sum).toBeCloseTo(1, 6);
    }),
  );
});

test("no predictions are returned if none are requested", () => {
  expect(topTokens(Float32Array.of(1, 2), 0)).toEqual([]);
});

test("broken outputs never match", () => {
  expect(maxDifference(Float32Array.of(1, 2), Float32Array.of(1, 2.5))).toBe(0.5);
  expect(maxDifference(Float32Array.of(1), Float32Array.of(Number.NaN))).toBe(Infinity);
  expect(maxDifference(Float32Array.of(Infinity), Float32Array.of(Infinity))).toBe(Infinity);
  expect(maxDifference(Float32Array.of(1), Float32Array.of())).toBe(Infinity);
});
