import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mulberry32 } from "../../../core/stats/random.ts";
import type { Points } from "../distances.ts";
import { exactNeighbors } from "./exactNeighbors.ts";
import type { NearestLists } from "./nearest.ts";
import { descentNeighbors } from "./neighborDescent.ts";

const pointsOf = (rows: number[][]): Points => ({
  count: rows.length,
  size: rows[0]!.length,
  data: Float32Array.from(rows.flat()),
  rows: Int32Array.from(rows.keys()),
});

function finished(search: Generator<number, NearestLists>): NearestLists {
  for (;;) {
    const next = search.next();
    if (next.done) return next.value;
  }
}

/** Squared distances of the `k` nearest by a full sort. */
function sortedDistances({ count, size, data }: Points, i: number, k: number): number[] {
  const squared = Array.from({ length: count }, (_, j) => {
    let sum = 0;
    for (let c = 0; c < size; c++) sum += (data[i * size + c]! - data[j * size + c]!) ** 2;
    return sum;
  });
  squared.splice(i, 1);
  return squared.sort((a, b) => a - b).slice(0, k);
}

test("exact neighbours are those of a full sort, whatever the number of points and columns", () => {
  const cloud = fc.integer({ min: 1, max: 9 }).chain((size) =>
    fc.array(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: size, maxLength: size }), {
      minLength: 4,
      maxLength: 70,
    }),
  );
  fc.assert(
    fc.property(cloud, fc.integer({ min: 1, max: 3 }), (rows, k) => {
      const points = pointsOf(rows);
      const lists = finished(exactNeighbors(points, k));
      for (let i = 0; i < points.count; i++) {
        const found = [...lists.indices.subarray(i * k, (i + 1) * k)];
        expect(new Set(found).size).toBe(k);
        expect(found).not.toContain(i);
        expect([...lists.squared.subarray(i * k, (i + 1) * k)]).toEqual(sortedDistances(points, i, k));
      }
    }),
    { numRuns: 40 },
  );
});

test.each([
  ["a few directions hold most of the variance", 0.05],
  ["all directions hold as much", 3],
])("exact neighbours of many columns are those of a full sort where %s", (_, noise) => {
  const random = mulberry32(8);
  const axes = Array.from({ length: 5 }, () => Array.from({ length: 40 }, () => random() - 0.5));
  const rows = Array.from({ length: 90 }, () => {
    const at = axes.map(() => 6 * random());
    return axes[0]!.map((__, c) => axes.reduce((sum, axis, a) => sum + at[a]! * axis[c]!, noise * random()));
  });
  const points = pointsOf(rows);
  const lists = finished(exactNeighbors(points, 5));
  for (let i = 0; i < points.count; i++) {
    const expected = sortedDistances(points, i, 5).map((distance) => expect.closeTo(distance, 10));
    expect([...lists.squared.subarray(i * 5, (i + 1) * 5)]).toEqual(expected);
  }
});

describe("descent", () => {
  const random = mulberry32(5);
  const centers = Array.from({ length: 12 }, () => Array.from({ length: 20 }, () => 4 * random()));
  const clustered = pointsOf(
    Array.from({ length: 700 }, (_, i) => centers[i % 12]!.map((value) => value + random() + random())),
  );

  test("finds nearly all exact neighbours, and the same ones each time", () => {
    const exact = finished(exactNeighbors(clustered, 14));
    const lists = finished(descentNeighbors(clustered, 14, mulberry32(1)));
    let hits = 0;
    for (let i = 0; i < clustered.count; i++) {
      const near = new Set(exact.indices.subarray(14 * i, 14 * (i + 1)));
      for (const j of lists.indices.subarray(14 * i, 14 * (i + 1))) if (near.has(j)) hits++;
    }
    expect(hits / exact.indices.length).toBeGreaterThan(0.98);
    expect(finished(descentNeighbors(clustered, 14, mulberry32(1)))).toEqual(lists);
  });

  test("fills every list where most points are equal", () => {
    const equal = pointsOf(Array.from({ length: 300 }, (_, i) => [i < 280 ? 0 : i, 1]));
    const lists = finished(descentNeighbors(equal, 60, mulberry32(2)));
    expect(lists.indices).not.toContain(-1);
    expect(lists.bound(0)).toBe(0);
  });
});
