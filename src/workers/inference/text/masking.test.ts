import fc from "fast-check";
import { expect, test } from "vitest";
import { drawMasks, maskedCopies, maskPatterns, repeated } from "./masking.ts";

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

test("random masks are the requested share of the candidates, without repeats, and the same for the same seed", () => {
  const candidates = fc.uniqueArray(fc.integer({ min: 0, max: 125 }), { maxLength: 126 });
  fc.assert(
    fc.property(candidates, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer(), (places, share, seed) => {
      const drawn = drawMasks(places, share, seed);
      expect(drawn).toEqual(drawMasks(places, share, seed));
      expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
      for (const place of drawn) expect(places).toContain(place);
      const wanted = share * places.length;
      expect(Math.abs(drawn.length - wanted)).toBeLessThanOrEqual(wanted < 0.5 ? 1 : 0.5);
      if (places.length > 0) expect(drawn.length).toBeGreaterThan(0);
    }),
  );
  const all = Array.from({ length: 60 }, (_, i) => i);
  expect(drawMasks(all, 0.15, 1)).not.toEqual(drawMasks(all, 0.15, 2));
});
