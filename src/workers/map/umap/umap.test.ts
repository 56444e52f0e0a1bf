import { readFile } from "node:fs/promises";
import { UMAP } from "umap-js";
import { describe, expect, test } from "vitest";
import { mulberry32 } from "../../../core/stats/random.ts";
import { readEmbeddings } from "../../../library/benchmark/parquet.ts";
import type { Manifest } from "../../../library/manifest/manifest.ts";
import { completePoints } from "../distances.ts";
import { LiveLayout } from "../liveLayout.ts";
import { fuzzyGraph } from "./fuzzyGraph.ts";
import { membershipCurve } from "./membershipCurve.ts";
import { NearestLists } from "./nearest.ts";
import { trustworthiness } from "./trustworthiness.ts";

describe("the membership curve", () => {
  // umap-learn 0.5, find_ab_params(1, min_dist).
  test.each([
    [0.1, 1.5769, 0.8951],
    [0.5, 0.583, 1.3342],
    [0, 1.9328, 0.7905],
  ])("for a minimum distance of %d is umap-learn's", (minDist, a, b) => {
    const curve = membershipCurve(minDist);
    expect(curve.a).toBeCloseTo(a, 3);
    expect(curve.b).toBeCloseTo(b, 3);
  });
});

test("an edge has the same weight in both directions: the union of what its points say", () => {
  const lists = new NearestLists(4, 2);
  const distances = [
    [0, 1, 2, 9],
    [1, 0, 1.5, 9],
    [2, 1.5, 0, 9],
    [9, 9, 9, 0],
  ];
  distances.forEach((row, i) => {
    row.forEach((distance, j) => {
      if (i !== j) lists.add(i, j, distance ** 2);
    });
  });
  const work = fuzzyGraph(lists);
  let next = work.next();
  while (!next.done) next = work.next();
  const { head, tail, weight } = next.value;
  const weights = new Map(Array.from(head, (i, e) => [`${i} ${tail[e]}`, weight[e]!]));
  expect(weights.size).toBe(head.length);
  for (const [edge, value] of weights) {
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThanOrEqual(1);
    expect(weights.get(edge.split(" ").reverse().join(" "))).toBeCloseTo(value, 12);
  }
  // 0 and 1 are each other's nearest; nobody has 3 for a neighbour, so its edges are its own alone.
  expect(weights.get("0 1")).toBe(1);
  expect(weights.get("3 0")).toBe(1);
});

test("trustworthiness is 1 for the points themselves, and small for a random map", () => {
  const random = mulberry32(4);
  const data = Float32Array.from({ length: 400 }, () => random());
  const points = { count: 200, size: 2, data, rows: new Int32Array(200) };
  const axis = (c: number) => Float32Array.from({ length: 200 }, (_, i) => data[2 * i + c]!);
  expect(trustworthiness(points, { x: axis(0), y: axis(1) })).toBe(1);
  const shuffled = { x: axis(0).reverse(), y: axis(1) };
  expect(trustworthiness(points, shuffled)).toBeLessThan(0.8);
});

test("on the shipped states neighbours on the map are as trustworthy as with umap-js, up to what seeds differ in", async () => {
  const { benchmark } = JSON.parse(await readFile("models/library.json", "utf8")) as Manifest;
  const file = await readFile(`models/${benchmark.embeddings}`);
  const states = await readEmbeddings(Uint8Array.from(file).buffer, benchmark.embeddingSize!);
  const points = completePoints(
    states,
    Int32Array.from({ length: 240 }, (_, i) => Math.floor((i * states.rows) / 240)),
  );
  const layout = new LiveLayout(
    { ...points, rows: Int32Array.from(points.rows.keys()) },
    { seed: 1, neighbors: 15, minDist: 0.1 },
  );
  while (layout.step());
  const rows = Array.from(points.rows.keys(), (i) => [...points.data.subarray(i * points.size, (i + 1) * points.size)]);
  const known = new UMAP({ nNeighbors: 15, minDist: 0.1, random: mulberry32(1), nEpochs: 200 }).fit(rows);
  const axis = (c: number) => Float32Array.from(known, (point) => point[c]!);
  const theirs = trustworthiness(points, { x: axis(0), y: axis(1) });
  expect(trustworthiness(points, layout.coordinates(points.count))).toBeGreaterThan(theirs - 0.01);
});
