import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matrix, row } from "../matrix.ts";
import { list, maybeSixteenth, sixteenth, table } from "../testing/arbitraries.ts";
import { choose, penalties, rank, route, routeCalls, scoreOrWorst } from "./objective.ts";

const decision = fc
  .integer({ min: 1, max: 12 })
  .chain((n) => fc.record({ losses: list(maybeSixteenth(0, 6), n), penalty: list(sixteenth(0, 2), n) }));

describe("the objective", () => {
  it("adds λ times C over the constraints", () => {
    expect(
      Array.from(
        penalties(
          [
            [0, 0.5, 1],
            [1, 0, 0.25],
          ],
          [2, 4],
          3,
        ),
      ),
    ).toEqual([4, 1, 3]);
  });

  it("counts an unknown score as the worst of the library", () => {
    expect(Array.from(penalties([[Number.NaN, 0]], [3], 2))).toEqual([3, 0]);
    expect(scoreOrWorst(Number.NaN)).toBe(1);
  });

  it("is zero without constraints and rejects an invalid λ", () => {
    expect(Array.from(penalties([], [], 2))).toEqual([0, 0]);
    for (const lambda of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => penalties([[0]], [lambda], 1)).toThrow(/λ number 0/);
    }
    expect(() => penalties([[0]], [], 1)).toThrow(RangeError);
  });

  it("chooses the smallest sum, the first of equals, and −1 when no loss is known", () => {
    expect(choose([3, 1, 2], [0, 2, 0.5])).toBe(2);
    expect(choose([2, 1, 1], [0, 0, 0])).toBe(1);
    expect(choose([Number.NaN, 5], [0, 0])).toBe(1);
    expect(choose([Number.NaN, Number.POSITIVE_INFINITY], [0, 0])).toBe(-1);
    expect(choose([], [])).toBe(-1);
  });

  it("ranks the choice first, and excluded experts last", () => {
    expect(rank([Number.NaN, 2, 1, 1, Number.POSITIVE_INFINITY], [0, 0, 0, 0, 0])).toEqual([2, 3, 1, 0, 4]);
    fc.assert(
      fc.property(decision, ({ losses, penalty }) => {
        const order = rank(losses, penalty);
        expect([...order].sort((a, b) => a - b)).toEqual(losses.map((_, i) => i));
        if (choose(losses, penalty) >= 0) expect(order[0]).toBe(choose(losses, penalty));
        const sums = order.map((i) => losses[i]! + penalty[i]!).filter((sum) => !Number.isNaN(sum));
        expect(sums).toEqual([...sums].sort((a, b) => a - b));
      }),
    );
  });

  it("routes every row as if chosen one by one, and only the given rows", () => {
    fc.assert(
      fc.property(table(maybeSixteenth(0, 4), 6, 5), list(sixteenth(0, 2), 5), (losses, penalty) => {
        const all = route(losses, penalty);
        expect(Array.from(all)).toEqual(Array.from({ length: 6 }, (_, r) => choose(row(losses, r), penalty)));
        expect(Array.from(route(losses, penalty, [4, 1]))).toEqual([-1, all[1], -1, -1, all[4], -1]);
      }),
    );
  });
});

it("with a price on every call takes the best by loss and charge, and of equals the cheapest call", () => {
  const drawn = fc.integer({ min: 1, max: 5 }).chain((columns) =>
    fc.record({
      losses: table(maybeSixteenth(0, 2), 6, columns),
      costs: table(sixteenth(0, 2), 6, columns),
      base: list(fc.oneof(sixteenth(0, 1), fc.constant(Number.POSITIVE_INFINITY)), columns),
    }),
  );
  fc.assert(
    fc.property(drawn, sixteenth(0, 4), ({ losses, costs, base }, lambda) => {
      const rows = [1, 2, 3, 5];
      const choices = routeCalls(losses, costs, lambda, base, rows);
      expect([choices[0], choices[4]]).toEqual([-1, -1]);
      for (const n of rows) {
        const [loss, cost] = [row(losses, n), row(costs, n)];
        const objective = Array.from(loss, (value, i) => value + base[i]! + lambda * cost[i]!);
        const known = [...objective.keys()].filter((i) => Number.isFinite(objective[i]!));
        const least = Math.min(...known.map((i) => objective[i]!));
        const tied = known.filter((i) => objective[i] === least);
        const cheapest = Math.min(...tied.map((i) => cost[i]!));
        expect(choices[n]).toBe(tied.find((i) => cost[i] === cheapest) ?? -1);
      }
    }),
  );
  // An unknown cost never counts as the cheaper one.
  const one = (...values: number[]) => matrix(1, values.length, Float64Array.from(values));
  expect(routeCalls(one(1, 1), one(Number.NaN, 9), 0, [0, 0], [0])[0]).toBe(1);
});

describe("matrix", () => {
  it("returns a row as a view of the table", () => {
    const m = matrix(2, 2, Float32Array.of(1, 2, 3, 4));
    row(m, 1)[0] = 9;
    expect(Array.from(m.data)).toEqual([1, 2, 9, 4]);
  });

  it("refuses numbers that do not fill the table", () => {
    expect(() => matrix(2, 3, new Float32Array(5))).toThrow("needs 6 numbers, not 5");
  });
});
