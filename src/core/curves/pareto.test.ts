import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dominatedBy, paretoSet, upperHull } from "./pareto.ts";

const coordinate = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 8 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY) },
);
const points = fc.array(fc.tuple(coordinate, coordinate), { maxLength: 14 }).map((pairs) => ({
  x: pairs.map(([x]) => x),
  y: pairs.map(([, y]) => y),
}));
const ascending = (a: number, b: number) => a - b;

describe("the Pareto set", () => {
  it("keeps the points that nothing dominates, exact ties included, sorted by cost", () => {
    expect(paretoSet([3, 1, 2, 1, 2], [5, 2, 4, 2, 1])).toEqual([1, 3, 2, 0]);
  });

  it("equals its definition", () => {
    fc.assert(
      fc.property(points, ({ x, y }) => {
        const set = paretoSet(x, y);
        const definition = x
          .map((_, i) => i)
          .filter((i) => {
            if (!Number.isFinite(x[i]) || !Number.isFinite(y[i])) return false;
            return dominatedBy(x, y, i).length === 0;
          });
        expect([...set].sort(ascending)).toEqual(definition);
        const costs = set.map((i) => x[i]!);
        expect(costs).toEqual([...costs].sort(ascending));
      }),
    );
  });

  it("is empty without points", () => {
    expect(paretoSet([], [])).toEqual([]);
    expect(paretoSet([Number.NaN], [1])).toEqual([]);
  });
});

describe("the hull", () => {
  it("drops Pareto points below the line between two others", () => {
    const [x, y] = [
      [0, 1, 2, 4],
      [0, 3, 3.5, 5],
    ];
    expect(paretoSet(x, y)).toEqual([0, 1, 2, 3]);
    expect(upperHull(x, y)).toEqual([0, 1, 3]);
  });

  it("equals its definition: corners that lie strictly above every chord, up to the best quality", () => {
    fc.assert(
      fc.property(points, ({ x, y }) => {
        const set = paretoSet(x, y);
        const distinct = set.filter((i, k) => k === 0 || x[set[k - 1]!] !== x[i]);
        const definition = distinct.filter((i) =>
          distinct.every((a) =>
            distinct.every((b) => {
              if (!(x[a]! < x[i]! && x[i]! < x[b]!)) return true;
              return (y[i]! - y[a]!) * (x[b]! - x[a]!) > (y[b]! - y[a]!) * (x[i]! - x[a]!);
            }),
          ),
        );
        expect(upperHull(x, y)).toEqual(definition);
      }),
    );
  });
});

describe("dominators", () => {
  it("are nowhere worse and somewhere better; an equal point is not one", () => {
    expect(dominatedBy([1, 1, 2, 2], [3, 3, 3, 2], 3)).toEqual([0, 1, 2]);
    expect(dominatedBy([1, 1, 2], [3, 3, 3], 0)).toEqual([]);
    expect(dominatedBy([1, Number.NaN], [3, 1], 1)).toEqual([]);
  });
});
