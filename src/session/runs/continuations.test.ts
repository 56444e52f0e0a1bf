import { beforeEach, expect, test } from "vitest";
import type { Library } from "../../library/load.ts";
import { parseManifest } from "../../library/manifest/manifest.ts";
import { minimalManifest } from "../../library/testing/fixtures.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import type { CustomExperts } from "../customExperts/customExperts.ts";
import { Continuations } from "./continuations.ts";

const SETTINGS = { chat: false, temperature: 0, seed: 1, most: 20 };
const manifest = parseManifest({ ...minimalManifest(), schemaVersion: 2, task: "causal", unit: "nats per token" });
const library = {
  manifest,
  expertIds: ["alpha", "beta"],
  constraints: [],
  file: (path: string) => ({ url: path, ...manifest.files[path]! }),
} as unknown as Library;

/** What the worker was asked, and how the test answers. */
interface Asked {
  request: { text: string; expert?: { key: string; scale?: object } };
  options: { signal: AbortSignal; onProgress: (progress: { loaded: number; total: number; text?: string }) => void };
  resolve(text: string, ended?: "stop" | "length"): void;
  reject(error: Error): void;
}
let asked: Asked[];
let store: Store;
let continuations: Continuations;

beforeEach(() => {
  asked = [];
  const ask = (request: Asked["request"], options: Asked["options"]) =>
    new Promise((resolve, reject) => {
      options.signal.addEventListener("abort", () => reject(new Error("aborted")));
      const answer = (text: string, ended = "length") =>
        resolve({ text, ids: text === "" ? [] : [1, 2, 3], ended, milliseconds: 1 });
      asked.push({ request, options, resolve: answer, reject });
    });
  store = createExplorerStore();
  store.setState({ baseLibrary: library });
  const unused = { continue: () => Promise.reject(new Error("no expert was added")) } as Pick<
    CustomExperts,
    "continue"
  >;
  continuations = new Continuations(store, { continue: ask as never }, unused);
});

const shown = () => store.getState().continuation!;

test("the text appears as it is written, and is the whole one at the end", async () => {
  const running = continuations.start("alpha", "Once", SETTINGS);
  expect(asked[0]!.request).toMatchObject({ text: "Once", expert: { key: "alpha", scale: { task: "causal" } } });
  asked[0]!.options.onProgress({ loaded: 900, total: 1000 });
  expect(shown()).toMatchObject({ status: "writing", text: "", tokens: 0 });
  asked[0]!.options.onProgress({ loaded: 2, total: 20, text: " upon a" });
  expect(shown()).toMatchObject({ text: " upon a", tokens: 2 });
  asked[0]!.resolve(" upon a time");
  await running;
  expect(shown()).toMatchObject({ status: "full", text: " upon a time", tokens: 3 });
});

test("a model may end the text, also at once", async () => {
  const running = continuations.start("alpha", "Once", SETTINGS);
  asked[0]!.resolve("", "stop");
  await running;
  expect(shown()).toMatchObject({ status: "ended", text: "", tokens: 0 });
});

test("flags are not part of the text, and a causal expert goes on where the first mask stands", async () => {
  const running = continuations.start("alpha", "Once upon a [MASK] there was [Flag: smallest model]", SETTINGS);
  expect(asked[0]!.request.text).toBe("Once upon a");
  expect(shown()).toMatchObject({ read: "Once upon a" });
  asked[0]!.resolve(" time");
  await running;
});

test("stopped, it keeps what is there; nothing that arrives later changes it", async () => {
  const running = continuations.start("alpha", "Once", SETTINGS);
  asked[0]!.options.onProgress({ loaded: 1, total: 20, text: " upon" });
  continuations.stop();
  await running;
  asked[0]!.options.onProgress({ loaded: 2, total: 20, text: " upon a" });
  expect(shown()).toMatchObject({ status: "stopped", text: " upon", message: null });
});

test("a new one takes the place of the one that is being written", async () => {
  const before = continuations.start("alpha", "Once", SETTINGS);
  const after = continuations.start("beta", "Twice", SETTINGS);
  await before;
  expect(shown()).toMatchObject({ expertId: "beta", prompt: "Twice", status: "writing" });
  asked[1]!.resolve(" a day");
  await after;
  expect(shown()).toMatchObject({ text: " a day", status: "full" });
});

test("a failure is a sentence beside what was written", async () => {
  const running = continuations.start("alpha", "Once", SETTINGS);
  asked[0]!.options.onProgress({ loaded: 1, total: 20, text: " upon" });
  asked[0]!.reject(new Error("This tab has no memory left for it."));
  await running;
  expect(shown()).toMatchObject({ status: "failed", text: " upon", message: "This tab has no memory left for it." });
});

test("closed with its library, it is gone", async () => {
  const running = continuations.start("alpha", "Once", SETTINGS);
  continuations.close();
  await running;
  expect(store.getState().continuation).toBeNull();
});
