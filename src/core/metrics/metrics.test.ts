import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { route } from "../objective/objective.ts";
import { list, sixteenth, table } from "../testing/arbitraries.ts";
import { bestSingle } from "./baselines.ts";
import { aiq, scoreRouting } from "./metrics.ts";

const losses = { rows: 4, columns: 3, data: Float64Array.of(1, 2, 3, 2, 1, 3, 1, 1.04, 3, 2, 2, 2) };
const accuracies = { rows: 4, columns: 3, data: losses.data.map((loss) => 1 - loss / 4) };
const free = [0, 0, 0];

describe("routing scores", () => {
  it("of a mixed router match the definitions computed by hand", () => {
    const scores = scoreRouting(losses, accuracies, [0, 0, 1, 2], free, 0);
    expect(scores).toEqual({
      prompts: 4,
      loss: expect.closeTo((1 + 2 + 1.04 + 2) / 4, 12),
      accuracy: expect.closeTo(1 - (1 + 2 + 1.04 + 2) / 16, 12),
      routingAccuracy: 0.5,
      routingAccuracyTolerant: 0.75,
      decisiveAccuracy: 0.5,
      regret: expect.closeTo(1.04 / 4, 12),
      normalizedRegret: expect.closeTo(1.04, 12),
      oracleGapClosed: expect.closeTo(-0.04, 12),
      selectionShare: Float64Array.of(0.5, 0.25, 0.25),
      selectionEntropy: 1.5,
    });
  });

  it("count a prompt as decisive only when a second expert could have been chosen and the best is clearly ahead", () => {
    const decisive = (...row: number[]) => {
      const one = { rows: 1, columns: row.length, data: Float64Array.from(row) };
      return scoreRouting(
        one,
        one,
        [0],
        row.map(() => 0),
        0,
      ).decisiveAccuracy;
    };
    expect([decisive(1, 1.2), decisive(1.2, 1), decisive(1, 1.04, 9)]).toEqual([1, 0, Number.NaN]);
    expect([decisive(1), decisive(1, Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });

  it("use the sum of loss and penalty for routing accuracy, but loss alone for regret", () => {
    const scores = scoreRouting(losses, accuracies, [2, 2, 2, 2], [9, 9, 0], 2);
    expect([scores.routingAccuracy, scores.regret]).toEqual([1, 1.5]);
  });

  it("leave out prompts without a choice or a known loss, and use the given rows", () => {
    const holes = { ...losses, data: losses.data.map((loss, i) => (i === 3 ? Number.NaN : loss)) };
    expect(scoreRouting(holes, accuracies, [0, 0, -1, 2], free, 0).prompts).toBe(2);
    expect(scoreRouting(losses, accuracies, [0, 0, 1, 2], free, 0, { rows: [0] }).routingAccuracy).toBe(1);
  });

  it("are NaN when nothing was scored", () => {
    const scores = scoreRouting(losses, accuracies, [-1, -1, -1, -1], free, 0);
    expect([scores.prompts, scores.loss, scores.routingAccuracy, scores.oracleGapClosed]).toEqual([
      0,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it("are perfect for the oracle and close no gap for the best single expert", () => {
    fc.assert(
      fc.property(table(sixteenth(0, 4), 6, 4), list(sixteenth(0, 1), 4), (truth, penalty) => {
        const best = bestSingle(truth);
        const oracle = scoreRouting(truth, truth, route(truth, [0, 0, 0, 0]), [0, 0, 0, 0], best);
        expect([oracle.routingAccuracy, oracle.regret]).toEqual([1, 0]);
        const constrained = scoreRouting(truth, truth, route(truth, penalty), penalty, best);
        expect(constrained.routingAccuracy).toBe(1);
        const single = scoreRouting(truth, truth, new Int32Array(6).fill(best), penalty, best);
        if (single.regret > 0) expect([single.oracleGapClosed, oracle.oracleGapClosed]).toEqual([0, 1]);
        expect(single.selectionEntropy).toBe(0);
      }),
    );
  });
});

describe("AIQ", () => {
  it("is the mean height of the hull over the range, flat beyond its last point", () => {
    expect(aiq([0, 1, 2], [0, 2, 2], [0, 4])).toBe((1 + 3 * 2) / 4);
  });

  it("cuts the hull at the range", () => {
    expect(aiq([0, 4], [0, 4], [1, 3])).toBe(2);
    expect(aiq([0, 4], [-4, 0], [0, 4])).toBe(-2);
  });

  it("ignores points under the hull", () => {
    expect(aiq([0, 1, 2, 1], [0, 0.2, 2, -5], [0, 2])).toBe(1);
  });

  it("is NaN for a curve that begins inside the range, or for an empty range", () => {
    expect(aiq([1, 2], [1, 2], [0, 2])).toBe(Number.NaN);
    expect(aiq([1, 2], [1, 2], [1, 1])).toBe(Number.NaN);
    expect(aiq([], [], [0, 1])).toBe(Number.NaN);
  });

  it("tolerates the rounding of a mean at the cheap end", () => {
    expect(aiq([1.000000000001, 2], [1, 1], [1, 2])).toBe(1);
  });
});
