import { describe, expect, test } from "vitest";
import {
  type AddedExpert,
  fingerprint,
  forgetExpert,
  keepExpert,
  keptExperts,
  withAdded,
  withHeads,
} from "./addedExperts.ts";
import { fakeStore } from "./fakeStorage.ts";
import { minimalManifest, promptColumns, writeParquet } from "./fixtures.ts";
import { openLibrary } from "./load.ts";
import { parseManifest } from "./manifest.ts";

const library = () =>
  openLibrary("https://host.test/models/", parseManifest(minimalManifest()), writeParquet(promptColumns()), true);

const sha256 = "a".repeat(64);

function added(change: Partial<AddedExpert> = {}): AddedExpert {
  return {
    key: "expert-1",
    added: 5,
    id: "added/mine",
    label: "Mine",
    origin: { kind: "local", name: "mine.zip" },
    files: { "model.onnx": { url: "local://expert-1/model.onnx", sha256, bytes: 7 } },
    model: "model.onnx",
    data: [],
    dtype: "fp32",
    device: "wasm",
    facts: {
      architecture: "BertForMaskedLM",
      layers: 2,
      hidden: 48,
      positions: 128,
      mask: "[MASK]",
      unknown: null,
      before: null,
      after: null,
    },
    parameters: 1000,
    newestText: null,
    license: null,
    calibration: null,
    ...change,
  };
}

const head = {
  prompts: 20,
  sharedTokenizer: true,
  weights: [1, -2],
  intercept: 0.5,
  error: 0.3,
  errorOfMean: 0.4,
  perCharacter: 2,
  references: [],
  benchmark: [0.5, -0.5, 0],
};

describe("a library with added experts", () => {
  test("is the same while none is calibrated for it", async () => {
    const own = await library();
    expect(withAdded(own, [])).toBe(own);
    expect(withAdded(own, [added(), added({ calibration: { ...head, library: "another" } })])).toBe(own);
  });

  test("has them behind its own, with predicted losses, no accuracies, and constraints on the wider scale", async () => {
    const own = await library();
    const extended = withAdded(own, [added({ calibration: { ...head, library: fingerprint(own) } })]);
    expect(extended.expertIds).toEqual([...own.expertIds, "added/mine"]);
    const { predicted, losses, accuracies, rows } = extended.benchmark;
    for (let row = 0; row < rows; row++) {
      // The router of this library knows one expert, so that its prediction is the mean.
      expect(predicted.data[3 * row + 2]).toBeCloseTo(own.benchmark.predicted.data[2 * row]! + head.benchmark[row]!, 5);
      expect(losses.data[3 * row + 2]).toBe(predicted.data[3 * row + 2]);
      expect(accuracies.data[3 * row + 2]).toBeNaN();
      expect(losses.data[3 * row]).toBe(own.benchmark.losses.data[2 * row]);
    }
    const [size, recency] = extended.constraints;
    expect([...size!.raw]).toEqual([10, 100, 1000]);
    expect(size!.score[1]).toBeCloseTo(0.5, 9);
    expect(recency!.raw[2]).toBeNaN();
    expect([...recency!.score].slice(0, 2)).toEqual([0, Number.NaN]);
    expect(own.expertIds).toHaveLength(2);
  });

  test("the age of an added expert counts to the same day as the library's own ages", async () => {
    const own = await library();
    const young = added({ newestText: "2025", calibration: { ...head, library: fingerprint(own) } });
    // alpha's newest text is of 2023 and 3 years old.
    expect(withAdded(own, [young]).constraints[1]!.raw[2]).toBeCloseTo(1, 9);
  });

  test("a text's losses end with what the heads make of its state", async () => {
    const own = await library();
    const extended = withAdded(own, [added({ calibration: { ...head, library: fingerprint(own) } })]);
    expect([...withHeads(extended, Float64Array.of(2, Number.NaN), [3, 1])]).toEqual([2, Number.NaN, 2 + 0.5 + 3 - 2]);
    expect([...withHeads(own, Float64Array.of(2, 1), [3, 1])]).toEqual([2, 1]);
  });
});

test("experts are kept, changed and forgotten with their files", async () => {
  const store = fakeStore();
  await keepExpert(store, added(), new Map([[sha256, new ArrayBuffer(7)]]));
  await keepExpert(store, added({ label: "Renamed" }));
  expect((await keptExperts(store)).map(({ label }) => label)).toEqual(["Renamed"]);
  expect(store.hashes()).toEqual([sha256]);
  await store.put({ key: "other", kind: "expert", added: 9, files: [], value: { key: 3 } }, new Map());
  expect(await keptExperts(store)).toHaveLength(1);
  await forgetExpert(store, "expert-1");
  expect(store.hashes()).toEqual([]);
});
