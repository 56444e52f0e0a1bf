import fc from "fast-check";
import { expect, test } from "vitest";
import { maskedCopies, maskPatterns, repeated } from "./masking.ts";

test("every token is hidden exactly once, a seventh at a time", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 126 }), fc.integer(), (length, seed) => {
      const patterns = maskPatterns(length, seed);
      expect(patterns.flat().sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, i) => i));
      expect(patterns).toHaveLength(Math.min(7, length));
      const sizes = patterns.map((pattern) => pattern.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test("patterns depend on the seed alone, and are not runs of neighbours", () => {
  expect(maskPatterns(70, 7)).toEqual(maskPatterns(70, 7));
  expect(maskPatterns(70, 8)).not.toEqual(maskPatterns(70, 7));
  expect(maskPatterns(70, 7)[0]).not.toEqual([0, 7, 14, 21, 28, 35, 42, 49, 56, 63]);
});

test("each copy hides its own pattern and never [CLS] or [SEP]", () => {
  const batch = maskedCopies([2, 10, 11, 12, 3], [[0, 2], [1]], 4);
  expect(batch).toEqual({ rows: 2, columns: 5, ids: BigInt64Array.from([2n, 4n, 11n, 4n, 3n, 2n, 10n, 4n, 12n, 3n]) });
});

test("a batch repeats one sequence", () => {
  expect(repeated([2, 3], 2).ids).toEqual(BigInt64Array.from([2n, 3n, 2n, 3n]));
});
