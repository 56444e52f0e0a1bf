import { expect, test } from "vitest";
import { choose, penalties } from "../core/objective/objective.ts";
import type { Library } from "./load.ts";
import { LATENCY, withLatencies } from "./localLatencies.ts";
import { parseManifest } from "./manifest/manifest.ts";
import { minimalManifest } from "./testing/fixtures.ts";

const hash = { alpha: "a".repeat(64), beta: "b".repeat(64) };

function libraryWith(raw: Record<string, number | null>): Library {
  const draft = minimalManifest(
    Object.fromEntries(
      Object.entries(hash).map(([id, sha256]) => [`experts/${id}/onnx/model_int8.onnx`, { sha256, bytes: 1 }]),
    ),
  );
  const score = Object.fromEntries(Object.entries(raw).map(([id, value]) => [id, value === null ? null : 0.5]));
  const latency = { ...draft.constraints[0]!, id: LATENCY, label: "Latency", unit: "ms per prompt", raw, score };
  draft.constraints.push(latency);
  const manifest = parseManifest(draft);
  const expertIds = ["alpha", "beta"];
  const inOrder = (values: Record<string, number | null>) =>
    Float64Array.from(expertIds, (id) => values[id] ?? Number.NaN);
  const constraints = manifest.constraints.map((one) => ({
    ...one,
    raw: inOrder(one.raw),
    score: inOrder(one.score),
  }));
  return { manifest, expertIds, constraints } as unknown as Library;
}

const latencyOf = (library: Library) => library.constraints.find(({ id }) => id === LATENCY)!;

test("without local measurements the library stays the same", () => {
  const library = libraryWith({ alpha: 2, beta: 8 });
  expect(withLatencies(library, {})).toBe(library);
  expect(withLatencies(library, { ["f".repeat(64)]: 3 })).toBe(library);
});

test("with one measured expert: its own milliseconds, the other scaled to this browser, C unchanged by the change of machine", () => {
  const library = libraryWith({ alpha: 2, beta: 8 });
  const measured = withLatencies(library, { [hash.alpha]: 5 });
  expect([...latencyOf(measured).raw]).toEqual([5, 20]);
  expect([...latencyOf(measured).score]).toEqual([0, 1]);
  expect(latencyOf(measured).localMeasurement).toEqual({ experts: [true, false], factor: 2.5 });
  expect(withLatencies(measured, { [hash.alpha]: 5 })).toBe(measured);
});

test("decisions follow the local measurements, not the recipe's", () => {
  const library = libraryWith({ alpha: 2, beta: 8 });
  const winner = (from: Library) => choose([1, 1.1], penalties([latencyOf(from).score], [1], 2));
  expect(winner(withLatencies(library, { [hash.alpha]: 5 }))).toBe(0);
  expect(winner(withLatencies(library, { [hash.alpha]: 5, [hash.beta]: 3 }))).toBe(1);
});

test("a library without the constraint does not get one", () => {
  const library = { ...libraryWith({ alpha: 2, beta: 8 }), constraints: [] };
  expect(withLatencies(library, { [hash.alpha]: 5 })).toBe(library);
});

test("0 milliseconds from a coarse clock are ignored: they do not fit a logarithmic scale", () => {
  const library = libraryWith({ alpha: 2, beta: 8 });
  expect(withLatencies(library, { [hash.alpha]: 0 })).toBe(library);
});
