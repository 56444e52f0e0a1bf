import { beforeEach, expect, test } from "vitest";
import { runProgress, runRows, runSummary } from "../../analysis/runTable.ts";
import type { Library } from "../../library/load.ts";
import { parseManifest } from "../../library/manifest/manifest.ts";
import { minimalManifest } from "../../library/testing/fixtures.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import type { InferenceClient } from "../../workers/inference/client.ts";
import type { FillRequest, FillResult } from "../../workers/inference/protocol.ts";
import { ExpertRuns } from "./expertRuns.ts";

const hashed = (letter: string) => ({ sha256: letter.repeat(64), bytes: 1 });
const manifest = parseManifest(
  minimalManifest({
    "experts/alpha/onnx/model_int8.onnx": hashed("a"),
    "experts/beta/onnx/model_int8.onnx": hashed("b"),
  }),
);
// A router with an output for both.
manifest.router!.experts = ["alpha", "beta"];
const library = {
  manifest,
  expertIds: ["alpha", "beta"],
  constraints: [],
  file: (path: string) => ({ url: path, ...manifest.files[path]! }),
} as unknown as Library;

/** Runs that the test settles, in the order in which they were requested. */
let asked: { request: FillRequest; signal: AbortSignal; resolve(loss: number): void; reject(error: Error): void }[];
let store: Store;
let runs: ExpertRuns;

beforeEach(() => {
  asked = [];
  const fill: InferenceClient["fill"] = (request, options) =>
    new Promise((resolve, reject) => {
      options!.signal!.addEventListener("abort", () => reject(new Error("aborted")));
      const answer = (loss: number) =>
        resolve({
          masks: [],
          measured: { loss, masked: 3, over: "text" },
          latency: 10 * loss,
        } as unknown as FillResult);
      asked.push({ request, signal: options!.signal!, resolve: answer, reject });
    });
  store = createExplorerStore({ prompt: "some text", masks: [1] });
  const routed = { text: "some text", outputs: [2, 1], texts: ["some", " text"], ownMasks: [] };
  store.setState({ baseLibrary: library, routed: routed as never });
  runs = new ExpertRuns(store, { fill }, { fill: () => Promise.reject(new Error("no expert was added")) });
});

const statuses = () => store.getState().runs!.runs.map(({ loading }) => loading.status);
const settled = () => new Promise((done) => setTimeout(done, 0));

test("experts run one at a time, in the given order, on the prompt and the masks at the start", async () => {
  const all = runs.start(["beta", "alpha"], true);
  store.setState({ masks: [0] });
  expect(asked.map(({ request }) => [request.expert.key, request.text, request.masks])).toEqual([
    ["beta", "some text", [1]],
  ]);
  expect(statuses()).toEqual(["loading", "idle"]);
  asked[0]!.resolve(3);
  await settled();
  expect(asked.map(({ request }) => request.expert.key)).toEqual(["beta", "alpha"]);
  expect(statuses()).toEqual(["ready", "loading"]);
  asked[1]!.resolve(4);
  await all;
  expect(store.getState().runs).toMatchObject({ all: true, running: false });
});

test("a batch's latencies are reported once, when it has ended", async () => {
  const told: object[] = [];
  store.subscribe(({ latencies }, before) => {
    if (latencies !== before.latencies) told.push(latencies);
  });
  const all = runs.start(["beta", "alpha"], true);
  asked[0]!.resolve(3);
  await settled();
  expect(told).toEqual([]);
  asked[1]!.resolve(4);
  await all;
  expect(told).toEqual([{ ["b".repeat(64)]: 30, ["a".repeat(64)]: 40 }]);
});

test("one that fails reports the reason and does not stop the others", async () => {
  const all = runs.start(["beta", "alpha"], true);
  asked[0]!.reject(new Error("The file could not be fetched."));
  await settled();
  asked[1]!.resolve(4);
  await all;
  expect(store.getState().runs!.runs[0]!.loading).toEqual({
    status: "failed",
    message: "The file could not be fetched.",
  });
  expect(statuses()).toEqual(["failed", "ready"]);
});

test("cancelling keeps finished results, and starts nothing more", async () => {
  const all = runs.start(["beta", "alpha"], true);
  asked[0]!.resolve(3);
  await settled();
  runs.cancel();
  await all;
  expect(asked[1]!.signal.aborted).toBe(true);
  expect(statuses()).toEqual(["ready", "idle"]);
  expect(store.getState()).toMatchObject({ runs: { running: false }, latencies: { ["b".repeat(64)]: 30 } });
});

test("a new batch stops the previous one, which then shows nothing any more", async () => {
  const first = runs.start(["beta", "alpha"], true);
  const second = runs.start(["alpha"], false);
  await first;
  expect(asked.map(({ request }) => request.expert.key)).toEqual(["beta", "alpha"]);
  asked[1]!.resolve(2);
  await second;
  expect(store.getState().runs).toMatchObject({ all: false, running: false, runs: [{ expertId: "alpha" }] });
});

test("the table sorts by any column with unknown values last, and shows the regret of the choice", async () => {
  const all = runs.start(["beta", "alpha"], true);
  asked[0]!.resolve(3);
  await settled();
  const batch = () => store.getState().runs!;
  expect(runSummary(runRows(library, batch(), "loss", false), batch())).toBeNull();
  expect(runProgress(library, batch())).toMatchObject({ done: 1 });
  for (const descending of [true, false]) {
    expect(runRows(library, batch(), "loss", descending).map(({ label }) => label)).toEqual(["beta", "alpha"]);
  }
  asked[1]!.resolve(2.5);
  await all;
  const rows = runRows(library, batch(), "loss", false);
  expect(rows.map(({ label, predicted, loss, difference }) => [label, predicted, loss, difference])).toEqual([
    ["alpha", 2, 2.5, -0.5],
    ["beta", 1, 3, -2],
  ]);
  expect(runRows(library, batch(), "predicted", false).map(({ label }) => label)).toEqual(["beta", "alpha"]);
  const summary = runSummary(rows, batch())!;
  expect(summary).toMatchObject({ measured: 2, regret: 0.5, right: false, correlation: -1 });
  expect([summary.chosen.label, summary.best.label]).toEqual(["beta", "alpha"]);
});
