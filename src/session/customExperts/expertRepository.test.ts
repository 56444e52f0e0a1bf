import { beforeEach, expect, test } from "vitest";
import { fingerprint } from "../../library/customExperts/withCustomExperts.ts";
import { type Library, openLibrary } from "../../library/load.ts";
import { parseManifest } from "../../library/manifest/manifest.ts";
import { madeCalibration, madeExpert } from "../../library/testing/customExpertFixtures.ts";
import { fakeStore } from "../../library/testing/fakeStorage.ts";
import { minimalManifest, promptColumns, writeParquet } from "../../library/testing/fixtures.ts";
import { predictionOf } from "../../state/derived.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import type { FillResult } from "../../workers/inference/protocol.ts";
import { ExpertRuns } from "../runs/expertRuns.ts";
import { ExpertRepository } from "./expertRepository.ts";

let library: Library;
let store: Store;
let repository: ExpertRepository;
let runs: ExpertRuns;
let signals: AbortSignal[];

beforeEach(async () => {
  library = await openLibrary("https://a.org/", parseManifest(minimalManifest()), writeParquet(promptColumns()), true);
  store = createExplorerStore({ prompt: "some text" });
  signals = [];
  const fill = (_: unknown, options?: { signal?: AbortSignal }) =>
    new Promise<FillResult>((_, reject) => {
      signals.push(options!.signal!);
      options!.signal!.addEventListener("abort", () => reject(new Error("aborted")));
    });
  runs = new ExpertRuns(store, { fill }, { fill: () => Promise.reject(new Error("unused")) });
  repository = new ExpertRepository(store, fakeStore(), () => runs.clear());
  const routed = {
    text: "some text",
    outputs: [2],
    embedding: Float32Array.of(1, 0),
    texts: ["some", " text"],
    ownMasks: [],
  };
  store.setState({ baseLibrary: library, routed: routed as never });
});

const mine = () => madeExpert({ calibration: madeCalibration(fingerprint(library)) });

test("an expert that is added while all experts run stops the runs, which start and show nothing more", async () => {
  const all = runs.start(["alpha", "beta"], true);
  expect(signals).toHaveLength(1);
  repository.put(mine());
  await all;
  expect(signals[0]!.aborted).toBe(true);
  expect(signals).toHaveLength(1);
  expect(store.getState().runs).toBeNull();
  expect(predictionOf(store.getState())!.losses).toHaveLength(3);
  expect([...predictionOf(store.getState())!.losses].slice(2)).toEqual([2 + 0.5 + 1]);
});

test("an expert that is removed while all experts run stops the runs as well", async () => {
  repository.put(mine());
  const all = runs.start(["alpha", "beta"], true);
  await repository.remove(mine());
  await all;
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(store.getState().runs).toBeNull();
  expect(predictionOf(store.getState())!.losses).toHaveLength(2);
});
