import { beforeEach, describe, expect, test } from "vitest";
import { InferenceError } from "../inference/errors.ts";
import type { AddedExpert } from "../library/addedExpert.ts";
import { keptExperts } from "../library/addedExperts.ts";
import { fakeStore } from "../library/fakeStorage.ts";
import { minimalManifest, promptColumns, writeParquet } from "../library/fixtures.ts";
import { openLibrary } from "../library/load.ts";
import { type LocalFiles, openFolder } from "../library/localFiles.ts";
import { parseManifest } from "../library/manifest.ts";
import type { NewcomerCalls } from "../newcomer/protocol.ts";
import { ExpertSharing } from "./expertSharing.ts";
import { ExpertShelf } from "./expertShelf.ts";
import { Newcomers } from "./newcomers.ts";
import { createExplorerStore, type Store } from "./store.ts";

const CONFIG = JSON.stringify({ architectures: ["BertForMaskedLM"], num_hidden_layers: 2, hidden_size: 8 });
const TOKENIZER = JSON.stringify({ model: { type: "WordPiece" }, added_tokens: [{ content: "[MASK]" }] });
const MODEL: Record<string, string> = {
  "config.json": CONFIG,
  "tokenizer.json": TOKENIZER,
  "onnx/model.onnx": "weights in fp32",
  "onnx/model_int8.onnx": "weights",
  "README.md":
    "---\nlicense: mit\n---\n# Tiny\n\n| newest text | 2023-06 (of the news) |\n\nIt has 1,234 parameters.\n",
};
const folder = (files: Record<string, string | null>): LocalFiles =>
  openFolder(
    Object.entries({ ...MODEL, ...files }).flatMap(([path, content]) =>
      content === null ? [] : [{ path: `tiny-bert/${path}`, blob: new Blob([content]) }],
    ),
  );

let store: Store;
let kept: ReturnType<typeof fakeStore>;
let called: [type: string, request: unknown][];
let open: () => Promise<NewcomerCalls["open"]["result"]>;
let shelf: ExpertShelf;
let sharing: ExpertSharing;
let newcomers: Newcomers;

async function begin(storage = fakeStore()): Promise<void> {
  kept = storage;
  store = createExplorerStore();
  shelf = new ExpertShelf(store, kept);
  sharing = new ExpertSharing(store, shelf);
  const client = {
    async call<T extends keyof NewcomerCalls & string>(type: T, request: NewcomerCalls[T]["request"]) {
      called.push([type, request]);
      return (type === "open" ? await open() : null) as NewcomerCalls[T]["result"];
    },
  };
  const inference = {
    embed: () => Promise.reject(new Error("unused")),
    examine: () => Promise.reject(new Error("unused")),
  };
  newcomers = new Newcomers(store, inference, client, shelf);
  const manifest = parseManifest(minimalManifest());
  const library = await openLibrary("https://a.org/", manifest, writeParquet(promptColumns()), true);
  await shelf.restore();
  store.setState({ library: shelf.join(library), routerLoading: { status: "ready" } });
}

beforeEach(async () => {
  called = [];
  open = async () => ({ sharedTokenizer: false, parameters: 123, loadMilliseconds: 1 });
  await begin();
});

const state = () => store.getState().newcomers;
const offer = (files: Record<string, string | null> = {}) => newcomers.readFiles(async () => folder(files), "tiny.zip");
const add = async (k = 0) => newcomers.add(state().offer!.variants[k]!, "wasm");
/** A visit later: another page with the same storage. */
const reload = () => begin(kept);

describe("an expert from files", () => {
  test("is offered with the sizes of its forms, smallest first, before anything is kept", async () => {
    await offer();
    expect(state().offer).toMatchObject({ name: "tiny-bert", license: "mit", parameters: 1234, newestText: "2023-06" });
    expect(state().offer!.variants.map(({ dtype, bytes }) => [dtype, bytes])).toEqual([
      ["int8", 7],
      ["fp32", 15],
    ]);
    expect([state().task, state().problem, kept.hashes()]).toEqual([null, null, []]);
  });

  test.each([
    ["no config", { "config.json": null }, /tiny\.zip holds no config\.json/],
    ["no tokenizer", { "tokenizer.json": null }, /has no tokenizer\.json/],
    ["no weights", { "onnx/model.onnx": null, "onnx/model_int8.onnx": null }, /has no ONNX file/],
    ["a causal model", { "config.json": '{"architectures":["GPT2LMHeadModel"]}' }, /predicts the next word/],
    ["a config that is cut short", { "config.json": CONFIG.slice(0, 20) }, /config\.json that is not JSON/],
    ["no mask token", { "tokenizer.json": '{"model":{},"added_tokens":[]}' }, /no mask token/],
  ])("with %s is refused with the reason", async (_, files, sentence) => {
    await offer(files);
    expect(state().problem).toMatch(sentence);
    expect([state().offer, state().task]).toEqual([null, null]);
  });

  test("that comes as loose files has a name of its own, and not that of one of them", async () => {
    const loose = Object.entries(MODEL).map(([path, content]) => ({
      path: path.split("/").at(-1)!,
      blob: new Blob([content]),
    }));
    await newcomers.readFiles(async () => openFolder(loose), "config.json");
    expect(state().offer).toMatchObject({
      name: "my-expert",
      variants: [{ model: "model_int8.onnx" }, { model: "model.onnx" }],
    });
  });

  test("is kept once it has been started, and is there on the next visit", async () => {
    await offer();
    await add();
    expect(state()).toMatchObject({ offer: null, task: null, problem: null });
    const [expert] = state().experts;
    expect(expert).toMatchObject({
      id: "added/tiny-bert",
      label: "tiny-bert",
      dtype: "int8",
      parameters: 1234,
      newestText: "2023-06",
      missing: false,
    });
    expect(Object.keys(expert!.files)).toEqual(["config.json", "tokenizer.json", "onnx/model_int8.onnx"]);
    expect(kept.hashes()).toHaveLength(3);
    await offer();
    await add();
    expect(state().experts.map(({ id }) => id)).toEqual(["added/tiny-bert", "added/tiny-bert-2"]);
    await reload();
    expect(state().experts).toHaveLength(2);
  });

  test("that cannot be started is not kept, its reason is told, and it can be tried again", async () => {
    open = async () => {
      throw new InferenceError("ModelError", "Its weights cannot be opened: no.");
    };
    await offer();
    await add();
    expect(state().problem).toBe("Its weights cannot be opened: no.");
    expect([state().experts, kept.hashes(), await keptExperts(kept)]).toEqual([[], [], []]);
    open = async () => ({ sharedTokenizer: true, parameters: null, loadMilliseconds: 1 });
    await add(1);
    expect(state().experts[0]).toMatchObject({ dtype: "fp32", parameters: 1234 });
    expect(state().problem).toBeNull();
  });

  test("that is given up in the middle leaves nothing behind, and no complaint", async () => {
    await offer();
    open = async () => {
      newcomers.cancel();
      throw new InferenceError("AbortError", "aborted");
    };
    await add();
    expect([state().experts, state().problem, state().task, kept.hashes()]).toEqual([[], null, null, []]);
    expect(state().offer).not.toBeNull();
  });

  test("that a full browser cannot keep says so", async () => {
    await begin(fakeStore({ full: true }));
    await offer();
    await add();
    expect(state().problem).toMatch(/no room left/);
    expect(state().experts).toEqual([]);
  });

  test("waits for a router, and says of a library without one that nothing can join it", async () => {
    store.setState({ routerLoading: { status: "loading", loaded: 0, total: 1 } });
    await offer();
    await add();
    expect(state().problem).toMatch(/once the router is running/);
    const { router: _, ...rest } = minimalManifest();
    shelf.join(
      await openLibrary(
        "https://a.org/",
        parseManifest({ ...rest, experts: rest.experts }),
        writeParquet(promptColumns()),
        true,
      ),
    );
    await add();
    expect(state().problem).toMatch(/figures alone, without a router/);
  });

  test("is described, and removed with its files", async () => {
    await offer();
    await add();
    const { key } = state().experts[0]!;
    await newcomers.describe(key, { label: "Mine", newestText: "2024" });
    expect(state().experts[0]).toMatchObject({ label: "Mine", newestText: "2024" });
    await newcomers.remove(key);
    expect([state().experts, kept.hashes()]).toEqual([[], []]);
    expect(called.at(-1)![0]).toBe("close");
    await newcomers.remove(key);
    expect(state().problem).toMatch(/no longer there/);
  });
});

describe("shared experts", () => {
  const bytes = (json: unknown) => new TextEncoder().encode(JSON.stringify(json)).buffer as ArrayBuffer;
  let manifest: unknown;

  beforeEach(async () => {
    await offer();
    await add();
    await newcomers.describe(state().experts[0]!.key, { newestText: "2024" });
    manifest = JSON.parse(JSON.stringify(sharing.manifest()));
  });

  test("go to another browser, wait for their files there, and run once they are given", async () => {
    await begin();
    await sharing.offer("theirs.json", async () => bytes(manifest));
    expect(state()).toMatchObject({ sharing: { status: "offered", from: "theirs.json" }, experts: [] });
    await sharing.accept();
    expect(state().sharing).toMatchObject({
      status: "done",
      sentence: "1 expert added. Still to be given under Experts: the files of tiny-bert.",
    });
    const [expert] = state().experts as [AddedExpert];
    expect(expert).toMatchObject({ id: "added/tiny-bert", newestText: "2024", missing: true });
    await newcomers.calibrate(expert.key, []);
    expect(state().problem).toMatch(/The files of “tiny-bert” are not in this browser/);

    await newcomers.giveFiles(expert.key, async () => folder({ "onnx/model_int8.onnx": "WEIGHTS" }), "wrong.zip");
    expect(state().problem).toMatch(/model_int8\.onnx in wrong\.zip is not the file that was shared/);
    expect([state().experts[0]!.missing, kept.hashes()]).toEqual([true, []]);
    await newcomers.giveFiles(expert.key, async () => folder({}), "right.zip");
    expect([state().experts[0]!.missing, state().problem, kept.hashes().length]).toEqual([false, null, 3]);
    await reload();
    expect(state().experts[0]).toMatchObject({ missing: false, newestText: "2024" });
    await newcomers.fill(
      "added/tiny-bert",
      { text: "a", masks: [], topK: 1 },
      { signal: new AbortController().signal, onProgress: () => {} },
    );
    expect(called.slice(-2).map(([type]) => type)).toEqual(["open", "fill"]);
  });

  test("are not added when the reader does not want them, nor twice", async () => {
    const before = state().experts;
    await sharing.offer("theirs.json", async () => bytes(manifest));
    sharing.dismiss();
    expect(state()).toMatchObject({ sharing: null, experts: before });
    await sharing.accept();
    expect(state().experts).toBe(before);
    await sharing.offer("theirs.json", async () => bytes(manifest));
    await sharing.accept();
    expect(state().experts).toEqual(before);
    expect(state().sharing).toMatchObject({ sentence: "1 expert was here already, unchanged." });
  });

  test("of a broken manifest are refused with the place, and what is here stays", async () => {
    const before = state().experts;
    await sharing.offer("broken.json", async () => bytes({ ...(manifest as object), created: 7 }));
    expect(state()).toMatchObject({
      sharing: {
        status: "refused",
        sentence: expect.stringMatching(/No expert was added\. broken\.json, created: must be string/),
      },
      experts: before,
    });
  });

  test("that cannot be kept are not listed either", async () => {
    await begin(fakeStore({ full: true }));
    await sharing.offer("theirs.json", async () => bytes(manifest));
    await sharing.accept();
    expect(state().sharing).toMatchObject({ status: "refused", sentence: expect.stringContaining("no room left") });
    expect(state().experts).toEqual([]);
  });
});
