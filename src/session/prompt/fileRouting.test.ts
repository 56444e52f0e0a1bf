import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Library } from "../../library/load.ts";
import { shippedLibrary } from "../../library/testing/shippedLibrary.ts";
import type { CallOptions } from "../../rpc/caller.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import type { RoutedTexts } from "../../workers/inference/protocol.ts";
import { FileRouting } from "./fileRouting.ts";

let library: Library;
let store: Store;
let routing: FileRouting;
let asked: { texts: readonly string[]; options: CallOptions; answer: (result: RoutedTexts) => void }[];

const file = (name: string, text: string) => new File([text], name);
const outputs = (rows: number): RoutedTexts => ({
  losses: new Float32Array(rows),
  states: new Float32Array(rows),
  tokens: new Uint16Array(rows),
});

beforeAll(async () => {
  library = await shippedLibrary();
});

beforeEach(() => {
  asked = [];
  store = createExplorerStore();
  store.setState({ baseLibrary: library });
  routing = new FileRouting(
    store,
    {
      readPrompts: async (blob) => (await blob.text()).split("|"),
      routeTexts: (texts, options = {}) => new Promise((answer) => asked.push({ texts, options, answer })),
    },
    () => null,
  );
});

test("prompts are read, routed without their flags, and kept as they are written", async () => {
  const done = routing.start(file("a.txt", "the court [Flag: small]|why?"));
  await expect.poll(() => asked.length).toBe(1);
  expect(asked[0]!.texts).toEqual(["the court", "why?"]);
  expect(store.getState().routedFile).toMatchObject({ status: "routing", name: "a.txt", total: 2 });
  asked[0]!.answer(outputs(2));
  await done;
  expect(store.getState().routedFile).toMatchObject({
    status: "routed",
    prompts: ["the court [Flag: small]", "why?"],
  });
});

test("a second file supersedes the first, whose late answer is dropped; closing drops the second", async () => {
  const first = routing.start(file("a.txt", "one"));
  await expect.poll(() => asked.length).toBe(1);
  const second = routing.start(file("b.txt", "two"));
  await expect.poll(() => asked.length).toBe(2);
  expect(asked[0]!.options.signal!.aborted).toBe(true);
  asked[0]!.answer(outputs(1));
  await first;
  expect(store.getState().routedFile).toMatchObject({ status: "routing", name: "b.txt" });
  routing.close();
  asked[1]!.answer(outputs(1));
  await second;
  expect(store.getState().routedFile).toBeNull();
});

test("a file that cannot be read says why", async () => {
  const broken = new FileRouting(
    store,
    {
      readPrompts: () => Promise.reject(new Error("x.csv is empty.")),
      routeTexts: () => Promise.reject(new Error("never asked for")),
    },
    () => null,
  );
  await broken.start(file("x.csv", ""));
  expect(store.getState().routedFile).toEqual({ name: "x.csv", status: "failed", message: "x.csv is empty." });
});

test("another router puts the file away, which was routed by the one before", async () => {
  const done = routing.start(file("a.txt", "one"));
  await expect.poll(() => asked.length).toBe(1);
  store.setState({ router: "mean-of-3" });
  expect(store.getState().routedFile).toBeNull();
  asked[0]!.answer(outputs(1));
  await done;
  expect(store.getState().routedFile).toBeNull();
});
