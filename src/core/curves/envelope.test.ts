import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Matrix, row } from "../matrix.ts";
import { choose, scoreOrWorst } from "../objective/objective.ts";
import { list, maybeSixteenth, table } from "../testing/arbitraries.ts";
import { sweep } from "./curve.ts";
import { lowerEnvelope, nextChange } from "./envelope.ts";

const lines = fc
  .integer({ min: 1, max: 10 })
  .chain((n) => fc.record({ intercepts: list(maybeSixteenth(0, 3), n), slopes: list(maybeSixteenth(0, 1), n) }));

const chooseAt = (intercepts: readonly number[], slopes: readonly number[], lambda: number) =>
  choose(
    intercepts,
    slopes.map((slope) => lambda * scoreOrWorst(slope)),
  );

/** A λ inside each segment, with its winner. */
function inside(envelope: { winners: number[]; breakpoints: number[] }, share: number): [number, number][] {
  const edges = [0, ...envelope.breakpoints];
  return envelope.winners.map((winner, k) => {
    const [from, to] = [edges[k]!, edges[k + 1] ?? edges[k]! + 10];
    return [from + share * (to - from), winner];
  });
}

describe("the lower envelope", () => {
  it("finds the crossing of two lines", () => {
    expect(lowerEnvelope([1, 2], [1, 0.5])).toEqual({ winners: [0, 1], breakpoints: [2] });
  });

  it("has one winner when a line is best at 0 and cheapest", () => {
    expect(lowerEnvelope([1, 2, 3], [0, 0.5, 1])).toEqual({ winners: [0], breakpoints: [] });
  });

  it("skips a line that only touches the corner of two others", () => {
    expect(lowerEnvelope([0, 1, 2], [1, 0.5, 0])).toEqual({ winners: [0, 2], breakpoints: [2] });
  });

  it("gives equal lines to the first of them", () => {
    expect(lowerEnvelope([2, 1, 1, 1], [0, 1, 1, 0.5]).winners).toEqual([3, 0]);
    expect(lowerEnvelope([1, 1], [0.5, 0.5])).toEqual({ winners: [0], breakpoints: [] });
    expect(lowerEnvelope([2, 1], [0.5, 0.5])).toEqual({ winners: [1], breakpoints: [] });
  });

  it("is empty when no expert takes part", () => {
    expect(lowerEnvelope([], [])).toEqual({ winners: [], breakpoints: [] });
    expect(lowerEnvelope([Number.NaN, Number.POSITIVE_INFINITY], [0, 1])).toEqual({ winners: [], breakpoints: [] });
  });

  it("gives an unknown score the slope of the worst", () => {
    expect(lowerEnvelope([1, 2], [Number.NaN, 0])).toEqual({ winners: [0, 1], breakpoints: [1] });
  });

  it("excludes a line that would only win beyond the largest number", () => {
    expect(lowerEnvelope([1, 2], [Number.MIN_VALUE, 0])).toEqual({ winners: [0], breakpoints: [] });
  });

  it("agrees with choose everywhere between the breakpoints, ties included", () => {
    fc.assert(
      fc.property(lines, fc.double({ min: 0.05, max: 0.95, noNaN: true }), ({ intercepts, slopes }, share) => {
        const envelope = lowerEnvelope(intercepts, slopes);
        for (const [lambda, winner] of inside(envelope, share)) {
          expect(chooseAt(intercepts, slopes, lambda)).toBe(winner);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("finds every winner of a fine grid of λ, in the same order", () => {
    fc.assert(
      fc.property(lines, ({ intercepts, slopes }) => {
        const envelope = lowerEnvelope(intercepts, slopes);
        // Crossings are p/q with q ≤ 16 and at most 48: at least 1/240 apart, and never on this shifted grid.
        const seen: number[] = [];
        for (let lambda = 1 / 4096; lambda < 49; lambda += 1 / 256) {
          const winner = chooseAt(intercepts, slopes, lambda);
          if (winner >= 0 && seen.at(-1) !== winner) seen.push(winner);
        }
        expect(envelope.winners).toEqual(seen);
      }),
      { numRuns: 40 },
    );
  });

  it("is the minimum of the lines and strictly ascending for arbitrary numbers", () => {
    const any = fc.double({ min: 0, max: 20, noNaN: true });
    const anyLines = fc.integer({ min: 1, max: 25 }).chain((n) => fc.tuple(list(any, n), list(any, n)));
    fc.assert(
      fc.property(anyLines, fc.double({ min: 0, max: 1, noNaN: true }), ([intercepts, slopes], share) => {
        const envelope = lowerEnvelope(intercepts, slopes);
        expect(envelope.breakpoints).toHaveLength(envelope.winners.length - 1);
        [0, ...envelope.breakpoints].reduce((before, next) => {
          expect(next).toBeGreaterThan(before);
          return next;
        });
        for (const [lambda, winner] of inside(envelope, share)) {
          const least = Math.min(...intercepts.map((height, i) => height + lambda * slopes[i]!));
          const error = intercepts[winner]! + lambda * slopes[winner]! - least;
          expect(error).toBeLessThanOrEqual(1e-12 * (1 + least + lambda));
        }
      }),
    );
  });
});

describe("the next change", () => {
  const envelope = { winners: [4, 2, 7], breakpoints: [1, 3] };

  it("names the breakpoints on both sides", () => {
    expect(nextChange(envelope, 2)).toEqual({ below: { lambda: 1, winner: 4 }, above: { lambda: 3, winner: 7 } });
    expect(nextChange(envelope, 0)).toEqual({ below: null, above: { lambda: 1, winner: 2 } });
    expect(nextChange(envelope, 9)).toEqual({ below: { lambda: 3, winner: 2 }, above: null });
  });

  it("assigns a breakpoint to the segment above it, as the curve does", () => {
    expect(nextChange(envelope, 1)).toEqual({ below: { lambda: 1, winner: 4 }, above: { lambda: 3, winner: 7 } });
  });

  it("is null when one expert wins everywhere or none takes part", () => {
    expect(nextChange({ winners: [3], breakpoints: [] }, 1)).toEqual({ below: null, above: null });
    expect(nextChange({ winners: [], breakpoints: [] }, 1)).toEqual({ below: null, above: null });
  });
});

/** The last change of a sweep over all rows: where the sliders end (analysis/policy/breakpoints.ts). */
function sliderEnd(losses: Matrix, scores: readonly number[]): number {
  const none = scores.map(() => 0);
  return sweep(losses, scores, none, none, losses).lambda.at(-1)!;
}

describe("the end of a slider", () => {
  it("is the largest breakpoint of all rows: no decision changes beyond it, one changes at it", () => {
    fc.assert(
      fc.property(table(maybeSixteenth(0, 3), 5, 4), list(maybeSixteenth(0, 1), 4), (losses, scores) => {
        const end = sliderEnd(losses, scores);
        const choices = (lambda: number) =>
          Array.from({ length: 5 }, (_, r) => chooseAt(Array.from(row(losses, r)), scores, lambda));
        expect(choices(end + 100)).toEqual(choices(end + 1 / 1024));
        if (end > 0) expect(choices(end - 1 / 1024)).not.toEqual(choices(end + 1 / 1024));
      }),
    );
  });

  it("is 0 when nothing ever changes", () => {
    expect(sliderEnd({ rows: 1, columns: 2, data: Float32Array.of(1, 2) }, [0, 1])).toBe(0);
    expect(sliderEnd({ rows: 0, columns: 2, data: new Float32Array(0) }, [0, 1])).toBe(0);
  });
});
