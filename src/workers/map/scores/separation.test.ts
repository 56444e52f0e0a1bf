import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { topK } from "../../../core/stats/topK.ts";
import { completePoints, distancesFrom, type Points } from "../distances.ts";
import { KMeans } from "./kMeans.ts";
import { normalizedMutualInformation, purityOf, silhouetteOf } from "./separation.ts";

const SIZE = 3;
const LABELS = 3;
/** Halves: sums of squares stay exact, and equal distances are frequent. */
const half = fc.integer({ min: -6, max: 6 }).map((n) => n / 2);
const vector = fc.array(half, { minLength: SIZE, maxLength: SIZE });
const labelled = fc.array(fc.tuple(vector, fc.nat(LABELS - 1)), { minLength: 2, maxLength: 30 });
const all = (rows: number[][]): Points =>
  completePoints(
    { rows: rows.length, columns: SIZE, data: Float32Array.from(rows.flat()) },
    rows.map((_, i) => i),
  );
const between = (a: number[], b: number[]) => Math.hypot(...a.map((value, d) => value - b[d]!));
const mean = (values: number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
const countsOf = (labels: number[]) =>
  Array.from({ length: LABELS }, (_, label) => labels.filter((one) => one === label).length);

describe("distances and neighbours", () => {
  test("are those of a full sort", () => {
    fc.assert(
      fc.property(labelled, fc.integer({ min: 1, max: 12 }), (points, k) => {
        const rows = points.map(([at]) => at);
        const cloud = all(rows);
        const distances = new Float64Array(rows.length);
        rows.forEach((row, i) => {
          distancesFrom(cloud, i, distances);
          rows.forEach((other, j) => {
            expect(distances[j]).toBeCloseTo(between(row, other), 10);
          });
          const sorted = rows
            .map((_, j) => j)
            .filter((j) => j !== i)
            .sort((a, b) => distances[a]! - distances[b]! || a - b);
          expect(topK(distances, k, "smallest", i)).toEqual(sorted.slice(0, k));
        });
      }),
    );
  });

  test("rows with a missing number are excluded, and the others keep their row numbers", () => {
    const data = Float32Array.of(1, 2, Number.NaN, 4, 5, 6);
    const points = completePoints({ rows: 3, columns: 2, data }, [2, 1, 0, 2]);
    expect(points).toEqual({
      count: 3,
      size: 2,
      data: Float32Array.of(5, 6, 1, 2, 5, 6),
      rows: Int32Array.of(2, 0, 2),
    });
  });
});

describe("silhouette", () => {
  test("matches its definition, point by point", () => {
    fc.assert(
      fc.property(labelled, (points) => {
        const rows = points.map(([at]) => at);
        const labels = points.map(([, label]) => label);
        rows.forEach((row, i) => {
          const to = (label: number) =>
            rows.filter((_, j) => j !== i && labels[j] === label).map((other) => between(row, other));
          const others = [0, 1, 2].filter((label) => label !== labels[i] && labels.includes(label));
          const own = to(labels[i]!);
          const distances = rows.map((other) => between(row, other));
          const found = silhouetteOf(distances, i, labels, countsOf(labels));
          if (others.length === 0) expect(found).toBeNaN();
          else if (own.length === 0) expect(found).toBe(0);
          else {
            const [a, b] = [mean(own), Math.min(...others.map((label) => mean(to(label))))];
            expect(found).toBeCloseTo(Math.max(a, b) === 0 ? 0 : (b - a) / Math.max(a, b), 9);
          }
        });
      }),
    );
  });
});

test("purity is the share of neighbours with the point's own label", () => {
  expect(purityOf([1, 2, 3], 0, [5, 5, 6, 5])).toBeCloseTo(2 / 3);
  expect(purityOf([], 0, [5])).toBeNaN();
});

describe("normalised mutual information", () => {
  const labelling = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 60 });

  test("is that of the joint probabilities", () => {
    fc.assert(
      fc.property(labelling, (pairs) => {
        const p = (test: (pair: readonly [number, number]) => boolean) => pairs.filter(test).length / pairs.length;
        let [information, ofA, ofB] = [0, 0, 0];
        for (let a = 0; a < 4; a++) {
          const pa = p((pair) => pair[0] === a);
          const pb = p((pair) => pair[1] === a);
          if (pa > 0) ofA -= pa * Math.log(pa);
          if (pb > 0) ofB -= pb * Math.log(pb);
          for (let b = 0; b < 4; b++) {
            const joint = p((pair) => pair[0] === a && pair[1] === b);
            if (joint > 0) information += joint * Math.log(joint / (pa * p((pair) => pair[1] === b)));
          }
        }
        const found = normalizedMutualInformation(
          pairs.map(([a]) => a),
          pairs.map(([, b]) => b),
        );
        if (ofA + ofB === 0) expect(found).toBeNaN();
        else expect(found).toBeCloseTo((2 * information) / (ofA + ofB), 9);
      }),
    );
  });

  test("does not depend on the names of the classes", () => {
    const a = [0, 0, 1, 1, 2, 2];
    expect(normalizedMutualInformation(a, [7, 7, 3, 3, 1, 1])).toBeCloseTo(1, 12);
    expect(normalizedMutualInformation([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(0, 12);
  });
});

describe("k-means", () => {
  const finished = (points: Points, k: number, seed: number) => {
    const run = new KMeans(points, k, seed);
    while (run.step());
    return run;
  };

  test("finds distant clusters from every seed", () => {
    const rows = Array.from({ length: 60 }, (_, i) => [100 * (i % 3) + (i % 7) / 10, 50 * (i % 3), (i % 5) / 10]);
    for (const seed of [1, 2, 3, 4, 5]) {
      const { clusters } = finished(all(rows), 3, seed);
      expect(
        normalizedMutualInformation(
          clusters,
          rows.map((_, i) => i % 3),
        ),
      ).toBeCloseTo(1, 12);
    }
  });

  test("ends when every point is in the cluster of its nearest mean", () => {
    fc.assert(
      fc.property(labelled, fc.integer({ min: 1, max: 5 }), fc.nat(1000), (points, k, seed) => {
        const rows = points.map(([at]) => at);
        const run = finished(all(rows), k, seed);
        expect(run.iterations).toBeLessThan(100);
        const used = [...new Set(run.clusters)];
        const centers = used.map((cluster) => {
          const members = rows.filter((_, i) => run.clusters[i] === cluster);
          return Array.from({ length: SIZE }, (_, d) => mean(members.map((member) => member[d]!)));
        });
        rows.forEach((row, i) => {
          const own = between(row, centers[used.indexOf(run.clusters[i]!)]!);
          for (const center of centers) expect(own).toBeLessThanOrEqual(between(row, center) + 1e-9);
        });
      }),
    );
  });

  test("is reproducible from the seed", () => {
    const rows = Array.from({ length: 40 }, (_, i) => [(i * 37) % 11, (i * 17) % 7, (i * 5) % 3]);
    expect(finished(all(rows), 4, 9).clusters).toEqual(finished(all(rows), 4, 9).clusters);
  });
});
