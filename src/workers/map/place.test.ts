import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Matrix, row } from "../../core/matrix.ts";
import { mulberry32 } from "../../core/stats/random.ts";
import type { States } from "../../library/benchmark/benchmark.ts";
import { readEmbeddings } from "../../library/benchmark/parquet.ts";
import type { Manifest } from "../../library/manifest/manifest.ts";
import { memberships, placePrompt, positionOf } from "./place.ts";

const SIZE = 4;
const vector = fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { minLength: SIZE, maxLength: SIZE });
const cloud = fc.array(vector, { minLength: 1, maxLength: 40 });
const matrix = (rows: number[][]): Matrix => ({
  rows: rows.length,
  columns: SIZE,
  data: Float32Array.from(rows.flat()),
});
const spread = (rows: number) => Float32Array.from({ length: rows }, (_, i) => (i * 7) % 13);
const at = (x: number[], y: number[]) => ({ x: Float32Array.from(x), y: Float32Array.from(y) });

describe("placing", () => {
  test("the neighbours are those of a full sort by distance", () => {
    fc.assert(
      fc.property(cloud, vector, fc.integer({ min: 1, max: 20 }), (rows, state, k) => {
        const target = Float32Array.from(state);
        const embeddings = matrix(rows);
        const { neighbors } = placePrompt(target, embeddings, k);
        const distances = rows.map((_, r) => {
          const values = [...embeddings.data.subarray(r * SIZE, (r + 1) * SIZE)];
          return Math.sqrt(values.reduce((sum, value, i) => sum + (value - target[i]!) ** 2, 0));
        });
        const sorted = [...distances.keys()].sort((a, b) => distances[a]! - distances[b]! || a - b).slice(0, k);
        expect(neighbors.map(({ index }) => index)).toEqual(sorted);
      }),
    );
  });

  test("a prompt lies within the bounds of its neighbours", () => {
    fc.assert(
      fc.property(cloud, vector, (rows, state) => {
        const [x, y] = [spread(rows.length), spread(rows.length).reverse()];
        const placed = placePrompt(Float32Array.from(state), matrix(rows));
        const position = positionOf(placed, { x, y })!;
        expect(placed.neighbors.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
        for (const [value, along] of [[position.x, x] as const, [position.y, y] as const]) {
          const values = placed.neighbors.map(({ index }) => along[index]!);
          expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-6);
          expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-6);
        }
      }),
    );
  });

  test("nearer neighbours have more weight", () => {
    const embeddings = matrix([
      [1, 0, 0, 0],
      [-3, 0, 0, 0],
      [-3, 0, 0, 0],
    ]);
    const placed = placePrompt(Float32Array.of(0.1, 0, 0, 0), embeddings);
    expect(positionOf(placed, at([10, -10, -10], [0, 0, 0]))!.x).toBeGreaterThan(0);
  });

  test("a prompt of the benchmark is placed on its own point, despite half-float rounding", () => {
    const state = Float32Array.of(1.2345678, -3.4567891, 0.1234567, 5.4321);
    const rounded = [...state].map((value) => value * (1 + 2 ** -12));
    const embeddings = matrix([rounded, [1.3, -3.4, 0.1, 5.4], [0, 0, 0, 0]]);
    expect(positionOf(placePrompt(state, embeddings), at([3, 8, 9], [4, 8, 9]))).toEqual({ x: 3, y: 4 });
  });

  test("equally distant neighbours have equal weights", () => {
    const embeddings = matrix([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]);
    const placed = placePrompt(new Float32Array(SIZE), embeddings);
    expect(positionOf(placed, at([0, 4, 8, 12], [1, 1, 1, 1]))).toEqual({ x: 6, y: 1 });
  });

  test("neighbours without a position on a layout leave the placement to the others", () => {
    const embeddings = matrix([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
    const placed = placePrompt(new Float32Array(SIZE), embeddings);
    expect(positionOf(placed, at([Number.NaN, 5], [Number.NaN, 6]))).toEqual({ x: 5, y: 6 });
    expect(positionOf(placed, at([Number.NaN, Number.NaN], [1, 1]))).toBeNull();
  });

  test("a row without an embedding is never a neighbour", () => {
    const embeddings = matrix([
      [Number.NaN, 0, 0, 0],
      [5, 0, 0, 0],
    ]);
    const { neighbors } = placePrompt(new Float32Array(SIZE), embeddings);
    expect(neighbors).toEqual([{ index: 1, distance: 5, weight: 1 }]);
  });

  test("sizes that do not match are refused with a message", () => {
    const embeddings = matrix([[1, 0, 0, 0]]);
    expect(() => placePrompt(new Float32Array(3), embeddings)).toThrow(/has 3 numbers, the map was made from 4/);
    expect(() => placePrompt(new Float32Array(SIZE), matrix([]))).toThrow(RangeError);
    expect(() => placePrompt(Float32Array.of(Number.NaN, 0, 0, 0), embeddings)).toThrow(/not numbers/);
  });
});

describe("the shipped states", () => {
  /** A pseudo-random number from 0 to 1, the same in every run. */
  const random = mulberry32(7);
  let shipped: States;
  let points: { x: Float32Array; y: Float32Array };

  beforeAll(async () => {
    const { benchmark } = JSON.parse(await readFile("models/library.json", "utf8")) as Manifest;
    const file = await readFile(`models/${benchmark.embeddings}`);
    shipped = await readEmbeddings(Uint8Array.from(file).buffer, benchmark.embeddingSize!);
    points = { x: spread(shipped.rows), y: spread(shipped.rows).reverse() };
  });

  test("are recognised as they were before they were rounded for shipping", () => {
    const { columns, rows, rounding } = shipped;
    for (let k = 0; k < 300; k++) {
      const index = Math.floor(random() * rows);
      const step = (2 * rounding![index]!) / Math.sqrt(columns);
      const state = Float32Array.from(row(shipped, index), (value) => value + (random() - 0.5) * step);
      expect(positionOf(placePrompt(state, shipped), points)).toEqual({ x: points.x[index], y: points.y[index] });
    }
  });

  test("are not recognised half way to the nearest other one", () => {
    for (let k = 0; k < 50; k++) {
      const index = Math.floor(random() * shipped.rows);
      const [, other] = placePrompt(Float32Array.from(row(shipped, index)), shipped, 2).neighbors;
      const middle = Float32Array.from(row(shipped, index), (value, i) => (value + row(shipped, other!.index)[i]!) / 2);
      expect(placePrompt(middle, shipped).neighbors.filter(({ weight }) => weight > 0).length).toBeGreaterThan(1);
    }
  });
});

describe("UMAP's memberships", () => {
  test("the nearest has weight 1 and all of them sum to log₂ k", () => {
    const weights = memberships([1, 1.5, 2, 2.2, 3, 3.1, 4, 4.4, 5, 5.2, 6, 7, 8, 9, 10]);
    expect(weights[0]).toBe(1);
    expect(weights.reduce((a, b) => a + b)).toBeCloseTo(Math.log2(15), 9);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  test("they do not depend on the scale of the distances", () => {
    const distances = [1, 2, 3, 5, 8];
    const scaled = memberships(distances.map((distance) => 1000 * distance));
    memberships(distances).forEach((weight, i) => {
      expect(scaled[i]).toBeCloseTo(weight, 9);
    });
  });

  test("one neighbour, or many at the same distance, have equal weights", () => {
    expect(memberships([3])).toEqual([1]);
    expect(memberships([2, 2, 2])).toEqual([1, 1, 1]);
  });
});
