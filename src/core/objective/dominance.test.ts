import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dominatedBy } from "../curves/pareto.ts";
import { list, maybeSixteenth, sixteenth } from "../testing/arbitraries.ts";
import { dominators } from "./dominance.ts";
import { penalties } from "./objective.ts";

const EXPERTS = 6;

describe("dominators of an expert", () => {
  it("are nowhere worse and somewhere better, the smallest loss first; an equal expert is not one", () => {
    expect(dominators([1, 2, 2, 0.5], [[0, 0, 0, 0.5]])).toEqual([[], [0], [0], []]);
    expect(dominators([1, 2, 3, 0.5], [[0, 0, 0.5, 0.5]])[2]).toEqual([3, 0, 1]);
  });

  it("count an unknown score as the worst and skip experts without a loss", () => {
    expect(dominators([1, 1, Number.NaN, Number.POSITIVE_INFINITY], [[Number.NaN, 0.5, 0, 0]])).toEqual([
      [1],
      [],
      [],
      [],
    ]);
  });

  it("with one constraint are those of the Pareto plot", () => {
    fc.assert(
      fc.property(list(sixteenth(0, 2), EXPERTS), list(sixteenth(0, 1), EXPERTS), (losses, score) => {
        const found = dominators(losses, [score]).map((better) => better.sort((a, b) => a - b));
        const quality = losses.map((loss) => -loss);
        expect(found).toEqual(losses.map((_, i) => dominatedBy(score, quality, i)));
      }),
    );
  });

  it("are never beaten by it, for any λ", () => {
    fc.assert(
      fc.property(
        list(sixteenth(0, 2), EXPERTS),
        list(list(maybeSixteenth(0, 1), EXPERTS), 2),
        list(sixteenth(0, 8), 2),
        (losses, scores, lambdas) => {
          const penalty = penalties(scores, lambdas, EXPERTS);
          dominators(losses, scores).forEach((better, i) => {
            for (const j of better) expect(losses[j]! + penalty[j]!).toBeLessThanOrEqual(losses[i]! + penalty[i]!);
          });
        },
      ),
    );
  });
});
