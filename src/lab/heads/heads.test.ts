import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../core/stats/random.ts";
import { hashedTerms } from "../features/hashedTerms.ts";
import type { Rows } from "../features/rows.ts";
import { weighter } from "../features/tfidf.ts";
import { clusters } from "./clusters.ts";
import { differencesError } from "./differences.ts";
import type { Head, Training } from "./head.ts";
import { knn } from "./knn.ts";
import { logistic } from "./logistic.ts";
import { mlp } from "./mlp.ts";
import { Largest } from "./nearest.ts";
import { fitRidge, ridge } from "./ridge.ts";

/** Two blobs of prompts; the first model is right in one of them, the second in the other, the third half of the time. */
function blobs(rows = 300, columns = 3, seed = 1): Training {
  const random = mulberry32(seed);
  const data = new Float64Array(rows * columns);
  const scores = new Float64Array(rows * 3);
  for (let i = 0; i < rows; i++) {
    const side = random() < 0.5 ? 1 : -1;
    for (let k = 0; k < columns; k++) data[i * columns + k] = (k === 0 ? 2 * side : 0) + random() - 0.5;
    scores.set([side > 0 ? 1 : 0, side > 0 ? 0 : 1, Number(random() < 0.5)], i * 3);
  }
  const train = Int32Array.from({ length: Math.floor(rows * 0.8) }, (_, i) => i);
  return { rows: { kind: "dense", rows, columns, data }, train, targets: { rows, columns: 3, data: scores }, seed: 7 };
}

const heldOf = ({ train, targets }: Training) =>
  Int32Array.from({ length: targets.rows - train.length }, (_, i) => train.length + i);

function close(actual: Float64Array, expected: Float64Array, digits: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [k, value] of expected.entries()) expect(actual[k]).toBeCloseTo(value, digits);
}

const HEADS: Head[] = [knn, ridge, logistic, clusters, mlp];

describe.each(HEADS.map((head) => [head.id, head] as const))("%s", (_, head) => {
  it("learns which model is right, and is the same every time", () => {
    const training = blobs();
    const held = heldOf(training);
    const candidates = [...head.candidates(training, held)];
    const errors = candidates.map(({ predicted }) => differencesError(predicted, training.targets, held));
    const best = candidates[errors.indexOf(Math.min(...errors))]!;
    const right = held.filter((row, i) => {
      const [a, b] = best.predicted.subarray(i * 3);
      return a! > b! === training.targets.data[row * 3]! > 0.5;
    });
    expect(right.length).toBe(held.length);
    // The fit of the chosen setting is the candidate's.
    const again = head.fit(training, best.setting)(training.rows, held);
    expect(Math.max(...again.map((value, at) => Math.abs(value - best.predicted[at]!)))).toBeLessThan(0.02);
    expect(head.fit(training, best.setting)(training.rows, held)).toEqual(again);
  });

  it("copes with one training prompt, and with constant models and features", () => {
    const one = { ...blobs(20), train: Int32Array.of(3) };
    const constant: Training = {
      rows: { kind: "dense", rows: 20, columns: 2, data: new Float64Array(40) },
      train: Int32Array.from({ length: 15 }, (_, i) => i),
      targets: { rows: 20, columns: 2, data: new Float64Array(40).fill(1) },
      seed: 7,
    };
    for (const training of [one, constant]) {
      for (const { predicted } of head.candidates(training, Int32Array.of(16, 17))) {
        expect(predicted.every(Number.isFinite)).toBe(true);
      }
    }
  });
});

it("nearest neighbours equal sorting, sparse as dense", () => {
  const words = ["red", "blue", "green", "house", "tree", "bird"];
  const random = mulberry32(3);
  const texts = Array.from({ length: 60 }, () =>
    Array.from({ length: 5 }, () => words[Math.floor(random() * words.length)]).join(" "),
  );
  const raw = hashedTerms(texts);
  const train = Int32Array.from({ length: 50 }, (_, i) => i);
  const sparse = weighter(raw, train)(raw);
  if (sparse.kind !== "sparse") throw new Error("sparse");
  const data = new Float64Array(sparse.rows * sparse.columns);
  for (let i = 0; i < sparse.rows; i++) {
    for (let e = sparse.starts[i]!; e < sparse.starts[i + 1]!; e++)
      data[i * sparse.columns + sparse.indices[e]!] = sparse.values[e]!;
  }
  const filled: Rows = { kind: "dense", rows: sparse.rows, columns: sparse.columns, data };
  const targets = { rows: 60, columns: 1, data: Float64Array.from({ length: 60 }, random) };
  const of = (rows: Rows) => [...knn.candidates({ rows, train, targets, seed: 1 }, Int32Array.of(50, 51, 55))];
  const [a, b] = [of(sparse), of(filled)];
  for (const [s, { predicted }] of a.entries()) close(predicted, b[s]!.predicted, 6);
  // k of all prompts is their mean.
  expect(a.at(-1)!.predicted[0]).toBeCloseTo(targets.data.slice(0, 50).reduce((sum, value) => sum + value) / 50, 9);

  const values = Float64Array.from({ length: 500 }, () => Math.round(random() * 20) / 10 - 1);
  const sorted = [...values.keys()].sort((x, y) => values[y]! - values[x]! || x - y).slice(0, 37);
  expect(new Largest().of(values, 37)).toEqual(sorted);
});

it("sparse ridge by conjugate gradients equals dense ridge by Cholesky", () => {
  const random = mulberry32(5);
  const [rows, columns] = [80, 12];
  const data = Float64Array.from({ length: rows * columns }, () => (random() < 0.4 ? random() : 0));
  const starts = new Uint32Array(rows + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < columns; k++) {
      if (data[i * columns + k] === 0) continue;
      indices.push(k);
      values.push(data[i * columns + k]!);
    }
    starts[i + 1] = indices.length;
  }
  const targets = { rows, columns: 2, data: Float64Array.from({ length: 2 * rows }, random) };
  const base = { train: Int32Array.from({ length: 60 }, (_, i) => i + 10), targets, seed: 1 };
  const penalties = [1000, 10, 1, 0.3];
  const dense = fitRidge({ ...base, rows: { kind: "dense", rows, columns, data } }, penalties);
  const sparse = fitRidge(
    {
      ...base,
      rows: {
        kind: "sparse",
        rows,
        columns,
        starts,
        indices: Uint32Array.from(indices),
        values: Float32Array.from(values),
      },
    },
    penalties,
  );
  for (const [i, a] of dense.entries()) {
    const b = sparse[i]!;
    close(b.weights, a.weights, 3);
    close(b.intercept, a.intercept, 3);
  }
});

it("errors of differences ignore what all models have in common", () => {
  const targets = { rows: 2, columns: 2, data: Float64Array.of(1, 0, 0.5, 0.5) };
  expect(differencesError(Float64Array.of(0.6, -0.4, 0.9, 0.9), targets, [0, 1])).toBeCloseTo(0, 12);
  // A difference of 0 where 1 is right: each of the two is half off.
  expect(differencesError(Float64Array.of(0.3, 0.3), targets, [0])).toBeCloseTo(0.25, 12);
});
