import fc from "fast-check";
import { expect, it } from "vitest";
import { sweep } from "../curves/curve.ts";
import { matrix } from "../matrix.ts";
import { list, sixteenth } from "../testing/arbitraries.ts";
import { callPenalties, callScores } from "./callPenalties.ts";
import { route, routeCalls } from "./objective.ts";

const [ROWS, EXPERTS] = [5, 3];
const cells = (low: number, high: number) =>
  list(sixteenth(low, high), ROWS * EXPERTS).map((data) => matrix(ROWS, EXPERTS, Float64Array.from(data)));

it("C of a call lies on the scale of the experts; prices stay what they are, and an unknown call counts as its expert", () => {
  const calls = matrix(2, 3, Float64Array.of(1, 3, 7, Number.NaN, 5, 9));
  expect([...callScores(calls, [1, 3, 5], [0, 0.5, 1]).data]).toEqual([0, 0.5, 1.5, 0, 1, 2]);
  expect([...callScores(calls, [2, 4, 8], [2, 4, 8]).data]).toEqual([1, 3, 7, 2, 5, 9]);
  expect([...callScores(calls, [2, 2, 2], [0, 0, 0]).data]).toEqual([0, 0, 0, 0, 0, 0]);
});

it("with two λ the oracle is charged both constraints by the call: as brute force, on the curve and at one λ", () => {
  fc.assert(
    fc.property(
      fc.record({ losses: cells(0, 1), costs: cells(0, 4), times: cells(0, 2), base: list(sixteenth(0, 1), EXPERTS) }),
      sixteenth(0, 3),
      fc.double({ min: 0.05, max: 3, noNaN: true }),
      ({ losses, costs, times, base }, weight, lambda) => {
        const penalty = callPenalties(base, [{ scores: times, lambda: weight }]);
        const value = (row: number, k: number) => {
          const at = row * EXPERTS + k;
          return losses.data[at]! + base[k]! + weight * times.data[at]! + lambda * costs.data[at]!;
        };
        const rows = [0, 1, 2, 3, 4];
        const least = rows.map((row) => Math.min(...[0, 1, 2].map((k) => value(row, k))));
        const made = routeCalls(losses, costs, lambda, penalty, rows);
        const both = callPenalties(base, [
          { scores: times, lambda: weight },
          { scores: costs, lambda },
        ]);
        for (const row of rows) {
          expect(value(row, made[row]!)).toBeCloseTo(least[row]!, 9);
          expect(value(row, route(losses, both, rows)[row]!)).toBeCloseTo(least[row]!, 9);
        }
        const curve = sweep(losses, costs, penalty, costs, losses, rows);
        let step = 0;
        while (step + 1 < curve.lambda.length && curve.lambda[step + 1]! <= lambda) step++;
        const near = curve.lambda.some((at) => Math.abs(at - lambda) < 1e-9);
        const mean = rows.reduce((sum, row) => sum + costs.data[row * EXPERTS + made[row]!]!, 0) / ROWS;
        if (!near) expect(curve.x[step]).toBeCloseTo(mean, 9);
      },
    ),
    { numRuns: 300 },
  );
});
