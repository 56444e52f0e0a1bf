import { describe, expect, test } from "vitest";
import { openLibrary } from "../load.ts";
import { parseManifest } from "../manifest/manifest.ts";
import { madeExpert as added, madeCalibration } from "../testing/customExpertFixtures.ts";
import { fakeStore } from "../testing/fakeStorage.ts";
import { minimalManifest, promptColumns, writeParquet } from "../testing/fixtures.ts";
import {
  fingerprint,
  forgetExpert,
  keepExpert,
  storedExperts,
  withCustomExperts,
  withHeads,
} from "./withCustomExperts.ts";

const library = () =>
  openLibrary("https://host.test/models/", parseManifest(minimalManifest()), writeParquet(promptColumns()), true);

describe("a library with added experts", () => {
  test("is the same while none is calibrated for it", async () => {
    const own = await library();
    expect(withCustomExperts(own, [])).toBe(own);
    expect(withCustomExperts(own, [added(), added({ calibration: madeCalibration("another") })])).toBe(own);
  });

  test("leaves out a calibration whose length differs from its states or its benchmark", async () => {
    const own = await library();
    for (const change of [{ weights: [1, 2, 3] }, { benchmark: [1] }]) {
      const calibration = madeCalibration(fingerprint(own), change);
      expect(withCustomExperts(own, [added({ calibration })])).toBe(own);
    }
  });

  test("has them after its own, with predicted losses, no measured ones, no accuracies, and constraints on the wider scale", async () => {
    const own = await library();
    const extended = withCustomExperts(own, [added({ calibration: madeCalibration(fingerprint(own)) })]);
    expect(extended.expertIds).toEqual([...own.expertIds, "added/mine"]);
    const { predicted, losses, accuracies, rows } = extended.benchmark;
    for (let row = 0; row < rows; row++) {
      // This library's router knows one expert, so the mean is its prediction.
      expect(predicted.data[3 * row + 2]).toBeCloseTo(own.benchmark.predicted.data[2 * row]! + [0.5, -0.5, 0][row]!, 5);
      expect(losses.data[3 * row + 2]).toBeNaN();
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

  test("the age of an added expert is from the middle of its date to the library's date", async () => {
    const own = await library();
    const young = added({ newestText: "2025", calibration: madeCalibration(fingerprint(own)) });
    // 1 July 2025 to 23 November 2026.
    expect(withCustomExperts(own, [young]).constraints[1]!.raw[2]).toBe(1.4);
  });

  test("parameters that a logarithmic scale cannot take are unknown", async () => {
    const own = await library();
    const calibration = madeCalibration(fingerprint(own));
    for (const parameters of [0, -1, Number.POSITIVE_INFINITY]) {
      const [size] = withCustomExperts(own, [added({ parameters, calibration })]).constraints;
      expect([...size!.raw]).toEqual([10, 100, Number.NaN]);
      expect([...size!.score]).toEqual([0, 1, Number.NaN]);
    }
  });

  test("an expert stored with 0 parameters is restored with an unknown number", async () => {
    const store = fakeStore();
    await keepExpert(store, added({ parameters: 0 }));
    expect((await storedExperts(store)).map(({ parameters }) => parameters)).toEqual([null]);
  });

  test("a text's losses end with the heads' predictions for its state", async () => {
    const own = await library();
    const extended = withCustomExperts(own, [added({ calibration: madeCalibration(fingerprint(own)) })]);
    expect([...withHeads(extended, Float64Array.of(2, Number.NaN), [3, 1])]).toEqual([2, Number.NaN, 2 + 0.5 + 3 - 2]);
    expect([...withHeads(own, Float64Array.of(2, 1), [3, 1])]).toEqual([2, 1]);
  });
});

const sha256 = "a".repeat(64);

test("experts are stored, changed and deleted with their files", async () => {
  const store = fakeStore();
  await keepExpert(store, added(), new Map([[sha256, new ArrayBuffer(7)]]));
  await keepExpert(store, added({ label: "Renamed" }));
  expect((await storedExperts(store)).map(({ label }) => label)).toEqual(["Renamed"]);
  expect(store.hashes()).toEqual([sha256]);
  await store.put({ key: "other", kind: "expert", added: 9, files: [], value: { key: 3 } }, new Map());
  expect(await storedExperts(store)).toHaveLength(1);
  await forgetExpert(store, "expert-1");
  expect(store.hashes()).toEqual([]);
});
