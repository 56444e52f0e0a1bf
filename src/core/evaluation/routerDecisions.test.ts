import fc from "fast-check";
import { expect, it } from "vitest";
import { matrix } from "../matrix.ts";
import { alongThreshold, byScore } from "./deferral/alongThreshold.ts";
import { measuredCalls } from "./measuredCalls.ts";
import { thresholdReport, weakAndStrong } from "./routerDecisions.ts";

const table = fc.integer({ min: 2, max: 9 }).chain((rows) =>
  fc.record({
    scores: fc.array(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 2 * rows, maxLength: 2 * rows }),
    router: fc.array(fc.constantFrom(0.1, 0.3, 0.3, 0.7, Number.NaN), { minLength: rows, maxLength: rows }),
  }),
);

it("the curve along a threshold is what each threshold gives", () => {
  fc.assert(
    fc.property(table, ({ scores, router }) => {
      const rows = router.flatMap((value, row) => (Number.isNaN(value) ? [] : [row]));
      const groups = byScore(router, [...router.keys()]);
      const weak = (row: number) => scores[2 * row]!;
      const strong = (row: number) => scores[2 * row + 1]!;
      const { share, mean } = alongThreshold(groups, weak, strong);
      const thresholds = [Number.POSITIVE_INFINITY, ...new Set(rows.map((row) => router[row]!).sort((a, b) => b - a))];
      expect(share.length).toBe(thresholds.length);
      if (rows.length === 0) return;
      thresholds.forEach((threshold, k) => {
        const sent = rows.filter((row) => router[row]! >= threshold);
        const sum = rows.reduce((total, row) => total + (sent.includes(row) ? strong(row) : weak(row)), 0);
        expect(share[k]).toBeCloseTo(sent.length / rows.length, 12);
        expect(mean[k]).toBeCloseTo(sum / rows.length, 12);
      });
    }),
    { numRuns: 300 },
  );
});

it("APGR and CPT of a hand-computed router, which asks the strong model where it helps, but for one prompt", () => {
  // Gains of the strong model (second column): 1, 1, 0, −1, 1.
  const scores = matrix(5, 2, Float64Array.of(0, 1, 0, 1, 1, 1, 1, 0, 0, 1));
  const calls = measuredCalls(scores, null, [0, 1, 2, 3, 4]);
  expect(weakAndStrong(calls)).toEqual({ weak: 0, strong: 1 });
  const router = Float32Array.of(0.9, 0.8, 0.7, 0.1, 0.5);
  const report = thresholdReport(calls, router, [0, 1, 2, 3, 4])!;
  // Recovered of the gap of 2 answers: 0, ½, 1, 1, 1½, 1 at 0, 20, … 100% strong calls.
  expect(report.apgr.value).toBeCloseTo((0.25 + 0.75 + 1 + 1.25 + 1.25) / 5, 12);
  expect([report.cpt50.value, report.cpt80.value, report.prompts]).toEqual([0.2, 0.4, 5]);
  // Of equal scores, none is sent alone: the curve has two points, the diagonal.
  expect(thresholdReport(calls, new Float32Array(5).fill(0.5), [0, 1, 2, 3, 4])!.apgr.value).toBeCloseTo(0.5, 12);
});
