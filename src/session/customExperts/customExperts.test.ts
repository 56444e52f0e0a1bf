import { beforeEach, describe, expect, test } from "vitest";
import type { CustomExpert } from "../../library/customExperts/customExpert.ts";
import { storedExperts } from "../../library/customExperts/withCustomExperts.ts";
import { type LocalFiles, openFolder } from "../../library/import/localFiles.ts";
import { openLibrary } from "../../library/load.ts";
import { parseManifest } from "../../library/manifest/manifest.ts";
import { fakeStore } from "../../library/testing/fakeStorage.ts";
import { minimalManifest, promptColumns, writeParquet } from "../../library/testing/fixtures.ts";
import { InferenceError } from "../../rpc/errors.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import { fitHead } from "../../workers/customExperts/head.ts";
import type { CustomExpertCalls, FitRequest } from "../../workers/customExperts/protocol.ts";
import type { InferenceClient } from "../../workers/inference/client.ts";
import { CustomExperts } from "./customExperts.ts";
import { ExpertRepository } from "./expertRepository.ts";
import { ExpertSharing } from "./sharing/expertSharing.ts";

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
let open: () => Promise<CustomExpertCalls["open"]["result"]>;
let repository: ExpertRepository;
let sharing: ExpertSharing;
let customExperts: CustomExperts;

/** Answers of the worker for added experts: every text has three words, all of which count. */
async function answers(type: string, request: unknown): Promise<unknown> {
  if (type === "open") return open();
  if (type === "words") return Uint8Array.of(1, 1, 1);
  if (type === "measure") return { nats: 12, characters: 12, perToken: null };
  return type === "fit" ? fitHead(request as FitRequest, null) : null;
}

const UNUSED: Pick<InferenceClient, "embed" | "measure"> = {
  embed: () => Promise.reject(new Error("unused")),
  measure: () => Promise.reject(new Error("unused")),
};

async function begin(storage = fakeStore(), inference = UNUSED): Promise<void> {
  kept = storage;
  store = createExplorerStore();
  repository = new ExpertRepository(store, kept, () => {});
  sharing = new ExpertSharing(store, repository);
  const client = {
    async call<T extends keyof CustomExpertCalls & string>(type: T, request: CustomExpertCalls[T]["request"]) {
      called.push([type, request]);
      return (await answers(type, request)) as CustomExpertCalls[T]["result"];
    },
  };
  customExperts = new CustomExperts(store, inference, client, repository);
  const manifest = parseManifest(minimalManifest());
  const library = await openLibrary("https://a.org/", manifest, writeParquet(promptColumns()), true);
  await repository.restore();
  store.setState({ baseLibrary: library, routerLoading: { status: "ready" } });
}

beforeEach(async () => {
  called = [];
  open = async () => ({ sharedTokenizer: false, parameters: 123, device: "wasm", notes: [], loadMilliseconds: 1 });
  await begin();
});

const state = () => store.getState().customExperts;
const candidate = (files: Record<string, string | null> = {}) =>
  customExperts.readFiles(async () => folder(files), "tiny.zip");
const add = async (k = 0) => customExperts.add(state().candidate!.variants[k]!, "wasm");
/** The next visit: another page with the same storage. */
const reload = () => begin(kept);

describe("an expert from files", () => {
  test("is offered with the sizes of its formats, smallest first, before anything is stored", async () => {
    await candidate();
    expect(state().candidate).toMatchObject({
      name: "tiny-bert",
      license: "mit",
      parameters: null,
      newestText: "2023-06",
    });
    expect(state().candidate!.variants.map(({ dtype, bytes }) => [dtype, bytes])).toEqual([
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
    await candidate(files);
    expect(state().problem).toMatch(sentence);
    expect([state().candidate, state().task]).toEqual([null, null]);
  });

  test("that comes as loose files is named after its card, not after one of the files", async () => {
    const loose = Object.entries(MODEL).map(([path, content]) => ({
      path: path.split("/").at(-1)!,
      blob: new Blob([content]),
    }));
    await customExperts.readFiles(async () => openFolder(loose), "config.json");
    expect(state().candidate).toMatchObject({
      name: "Tiny",
      origin: { kind: "local", name: "5 files" },
      variants: [{ model: "model_int8.onnx" }, { model: "model.onnx" }],
    });
  });

  test("that comes as loose files without a name gets a default name", async () => {
    const loose = ["config.json", "tokenizer.json", "onnx/model.onnx"].map((path) => ({
      path: path.split("/").at(-1)!,
      blob: new Blob([MODEL[path]!]),
    }));
    await customExperts.readFiles(async () => openFolder(loose), "model.onnx");
    expect(state().candidate).toMatchObject({ name: "my-expert" });
  });

  test("whose weights Git LFS has not downloaded is refused before it is added", async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4".repeat(64)}\nsize 133000000\n`;
    await candidate({ "onnx/model_int8.onnx": pointer });
    expect(state().problem).toMatch(/model_int8\.onnx is a Git LFS pointer.* Run “git lfs pull”/);
    expect(state().candidate).toBeNull();
  });

  test("without tokenizer.json explains how to make one", async () => {
    await candidate({ "tokenizer.json": null });
    expect(state().problem).toContain('AutoTokenizer.from_pretrained("tiny-bert").save_pretrained("folder")');
  });

  test("with a tokenizer.json that is too large reports its size instead of a missing file", async () => {
    const huge = new Map([...folder({})].map(([path, file]) => [path, { ...file, ...tooLarge(path) }]));
    await customExperts.readFiles(async () => huge, "tiny.zip");
    expect(state().problem).toMatch(/tiny-bert has a tokenizer\.json of 61 MB; this page reads such files up to 30 MB/);
  });
  const tooLarge = (path: string) => (path.endsWith("tokenizer.json") ? { bytes: 60_500_000 } : {});

  test("of a folder with two models names the one that was used", async () => {
    const two = [...folder({})].flatMap(([path, { read }]) =>
      ["a", "b"].map(async (top) => ({ path: `two/${top}/${path}`, blob: new Blob([await read()]) })),
    );
    const given = openFolder(await Promise.all(two), "two");
    await customExperts.readFiles(async () => given, "two");
    expect(state().candidate).toMatchObject({
      name: "tiny-bert",
      notes: [
        "two holds 2 models. This is the one in “two/a/tiny-bert”; to add “two/b/tiny-bert”, give that folder alone.",
      ],
    });
  });

  test("whose card describes another model uses its file's count, and reports that", async () => {
    open = async () => ({
      sharedTokenizer: false,
      parameters: 4_040_000,
      device: "wasm",
      notes: [],
      loadMilliseconds: 1,
    });
    await candidate({ "README.md": "# Tiny\n\n| parameters | 110M |\n" });
    expect(state().candidate).toMatchObject({ parameters: 110e6 });
    await add();
    expect(state().experts[0]).toMatchObject({ parameters: 4_040_000 });
    expect(state().notice).toBe(
      "The card of tiny-bert says 110,000,000 parameters, but its file holds 4,040,000: the file's count is used. " +
        "You can change it under Attributes.",
    );
    await candidate();
    expect(state().notice).toBeNull();
  });

  test("is stored once it has been started, and is there on the next visit", async () => {
    await candidate();
    await add();
    expect(state()).toMatchObject({ candidate: null, task: null, problem: null });
    const [expert] = state().experts;
    expect(expert).toMatchObject({
      id: "added/tiny-bert",
      label: "tiny-bert",
      dtype: "int8",
      // Counted in the file: a card's running text is not trusted.
      parameters: 123,
      newestText: "2023-06",
      missing: false,
    });
    expect(Object.keys(expert!.files)).toEqual(["config.json", "tokenizer.json", "onnx/model_int8.onnx"]);
    expect(kept.hashes()).toHaveLength(3);
    await candidate();
    await add();
    expect(state().experts.map(({ id }) => id)).toEqual(["added/tiny-bert", "added/tiny-bert-2"]);
    expect(state().experts.map(({ label }) => label)).toEqual(["tiny-bert", "tiny-bert int8"]);
    await reload();
    expect(state().experts).toHaveLength(2);
  });

  test("that cannot be started is not stored, its reason is shown, and it can be retried", async () => {
    open = async () => {
      throw new InferenceError("ModelError", "Its weights cannot be opened: no.");
    };
    await candidate();
    await add();
    expect(state().problem).toBe("Its weights cannot be opened: no.");
    expect([state().experts, kept.hashes(), await storedExperts(kept)]).toEqual([[], [], []]);
    open = async () => ({ sharedTokenizer: true, parameters: null, device: "wasm", notes: [], loadMilliseconds: 1 });
    await add(1);
    expect(state().experts[0]).toMatchObject({ dtype: "fp32", parameters: null });
    expect(state().problem).toBeNull();
  });

  test("that runs on WASM although WebGPU was requested is recorded as such, with the reason", async () => {
    const notes = ["WebGPU predicts something else than WASM for this model, so it runs on WASM."];
    open = async () => ({ sharedTokenizer: true, parameters: null, device: "wasm", notes, loadMilliseconds: 1 });
    await candidate();
    await customExperts.add(state().candidate!.variants[0]!, "webgpu");
    expect(called.find(([type]) => type === "open")![1]).toMatchObject({ device: "webgpu", rounded: true });
    expect(state()).toMatchObject({ problem: null, notice: notes[0], experts: [{ device: "wasm" }] });
    expect((await storedExperts(kept))[0]!.device).toBe("wasm");
    await customExperts.describe(state().experts[0]!.key, { label: "Mine" });
    expect(state().notice).toBeNull();
  });

  test("that is cancelled midway leaves nothing behind, and no error", async () => {
    await candidate();
    open = async () => {
      customExperts.cancel();
      throw new InferenceError("AbortError", "aborted");
    };
    await add();
    expect([state().experts, state().problem, state().task, kept.hashes()]).toEqual([[], null, null, []]);
    expect(state().candidate).not.toBeNull();
  });

  test("that is dropped on the page is shown there, until it is dismissed or cancelled", async () => {
    const given = (files: Record<string, string | null> = {}) =>
      customExperts.readFiles(async () => folder(files), "tiny.zip", true);
    await given();
    expect(state()).toMatchObject({ onPage: true, candidate: { origin: { name: "tiny.zip" } } });
    customExperts.dismissCandidate();
    expect(state()).toMatchObject({ onPage: false, candidate: null });
    await given({ "config.json": null });
    expect(state()).toMatchObject({ onPage: true, candidate: null });
    expect(state().problem).not.toBeNull();
    // The same under Experts is only shown there.
    await candidate();
    expect(state().onPage).toBe(false);
    const reading = customExperts.readFiles(() => new Promise(() => {}), "slow.zip", true);
    customExperts.cancel();
    expect(state()).toMatchObject({ onPage: false, candidate: null });
    void reading;
  });

  test("that does not fit into the browser's storage is reported", async () => {
    await begin(fakeStore({ full: true }));
    await candidate();
    await add();
    expect(state().problem).toMatch(/no room left/);
    expect(state().experts).toEqual([]);
  });

  test("waits for a router, and is rejected by a library without one", async () => {
    store.setState({ routerLoading: { status: "loading", loaded: 0, total: 1 } });
    await candidate();
    await add();
    expect(state().problem).toMatch(/once the router is running/);
    const { router: _, ...rest } = minimalManifest();
    store.setState({
      baseLibrary: await openLibrary(
        "https://a.org/",
        parseManifest({ ...rest, experts: rest.experts }),
        writeParquet(promptColumns()),
        true,
      ),
    });
    await add();
    expect(state().problem).toMatch(/figures only and no router/);
  });

  test("can be edited, and removed with its files", async () => {
    await candidate();
    await add();
    const { key } = state().experts[0]!;
    await customExperts.describe(key, { label: "Mine", newestText: "2024" });
    expect(state().experts[0]).toMatchObject({ label: "Mine", newestText: "2024" });
    await customExperts.remove(key);
    expect([state().experts, kept.hashes()]).toEqual([[], []]);
    expect(called.at(-1)).toEqual(["release", { key }]);
    await customExperts.remove(key);
    expect(state().problem).toMatch(/has been removed/);
  });
});

describe("changes while an expert is calibrated", () => {
  const TEXTS = Array.from({ length: 12 }, (_, k) => `text number ${k}`);
  const options = () => ({ signal: new AbortController().signal, onProgress: () => {} });
  /** Called before the text with this number is measured. */
  let meanwhile: (k: number) => Promise<unknown>;

  beforeEach(async () => {
    meanwhile = async () => {};
    await begin(fakeStore(), {
      embed: async (text) => {
        await meanwhile(TEXTS.indexOf(text));
        const state = Float32Array.of(TEXTS.indexOf(text), 1);
        return { words: Uint8Array.of(1, 1, 1), state, losses: Float32Array.of(1, 3) } as never;
      },
      measure: async () => ({ nats: 6, characters: 12, perToken: 2 }) as never,
    });
    for (let k = 0; k < 2; k++) {
      await candidate();
      await add();
    }
  });

  test("to its attributes are kept, and so is its calibration", async () => {
    const { key } = state().experts[1]!;
    meanwhile = async (k) => {
      if (k === 3) void customExperts.describe(key, { label: "Mine" });
      if (k === 5) await customExperts.describe(key, { newestText: "2024" });
    };
    await customExperts.calibrate(key, TEXTS);
    const said = { label: "Mine", newestText: "2024", calibration: { prompts: 12 } };
    expect(state().problem).toBeNull();
    expect(state().experts[1]).toMatchObject(said);
    expect((await storedExperts(kept))[1]).toMatchObject(said);
  });

  test("of two attributes at once are both kept", async () => {
    const { key } = state().experts[0]!;
    await Promise.all([
      customExperts.describe(key, { label: "Mine" }),
      customExperts.describe(key, { license: "mit" }),
    ]);
    expect((await storedExperts(kept))[0]).toMatchObject({ label: "Mine", license: "mit" });
  });

  test("do not restore a removed expert", async () => {
    const { key } = state().experts[1]!;
    meanwhile = async (k) => {
      if (k === 3) await customExperts.remove(key);
    };
    await customExperts.calibrate(key, TEXTS);
    expect(state().problem).toMatch(/has been removed/);
    expect([state().experts.length, (await storedExperts(kept)).length]).toEqual([1, 1]);
  });

  test("do not affect runs of other experts: every request names its own", async () => {
    const [a, b] = state().experts as [CustomExpert, CustomExpert];
    meanwhile = (k) =>
      k % 3 ? Promise.resolve() : customExperts.fill(a.id, { text: "a", masks: [], topK: 1 }, options());
    await customExperts.calibrate(b.key, TEXTS);
    const named = (wanted: string) =>
      called.filter(([type]) => type === wanted).map(([, request]) => (request as { expert: CustomExpert }).expert.key);
    expect(new Set(named("measure"))).toEqual(new Set([b.key]));
    expect(new Set(named("words"))).toEqual(new Set([b.key]));
    expect(named("fill")).toEqual([a.key, a.key, a.key, a.key]);
  });
});

describe("shared experts", () => {
  const bytes = (json: unknown) => new TextEncoder().encode(JSON.stringify(json)).buffer as ArrayBuffer;
  let manifest: unknown;

  beforeEach(async () => {
    await candidate();
    await add();
    await customExperts.describe(state().experts[0]!.key, { newestText: "2024" });
    manifest = JSON.parse(JSON.stringify(sharing.manifest()));
  });

  test("are sent to another browser, wait for their files there, and run once they are provided", async () => {
    await begin();
    await sharing.propose("theirs.json", async () => bytes(manifest));
    expect(state()).toMatchObject({ sharing: { status: "offered", from: "theirs.json" }, experts: [] });
    await sharing.accept();
    expect(state().sharing).toMatchObject({
      status: "done",
      sentence: "1 expert added. Still missing (add them under Experts): the files of tiny-bert.",
    });
    const [expert] = state().experts as [CustomExpert];
    expect(expert).toMatchObject({ id: "added/tiny-bert", newestText: "2024", missing: true });
    await customExperts.calibrate(expert.key, []);
    expect(state().problem).toMatch(/The files of “tiny-bert” are not in this browser/);

    await customExperts.giveFiles(expert.key, async () => folder({ "onnx/model_int8.onnx": "WEIGHTS" }), "wrong.zip");
    expect(state().problem).toMatch(/model_int8\.onnx in wrong\.zip is not the file that was shared/);
    expect([state().experts[0]!.missing, kept.hashes()]).toEqual([true, []]);
    await customExperts.giveFiles(expert.key, async () => folder({}), "right.zip");
    expect([state().experts[0]!.missing, state().problem, kept.hashes().length]).toEqual([false, null, 3]);
    await reload();
    expect(state().experts[0]).toMatchObject({ missing: false, newestText: "2024" });
    await customExperts.fill(
      "added/tiny-bert",
      { text: "a", masks: [], topK: 1 },
      { signal: new AbortController().signal, onProgress: () => {} },
    );
    expect(called.at(-1)).toMatchObject(["fill", { text: "a", expert: { key: expert.key } }]);
  });

  test("are not added when the user declines, nor twice", async () => {
    const before = state().experts;
    await sharing.propose("theirs.json", async () => bytes(manifest));
    sharing.dismiss();
    expect(state()).toMatchObject({ sharing: null, experts: before });
    await sharing.accept();
    expect(state().experts).toBe(before);
    await sharing.propose("theirs.json", async () => bytes(manifest));
    await sharing.accept();
    expect(state().experts).toEqual(before);
    expect(state().sharing).toMatchObject({ sentence: "1 expert was already here, unchanged." });
  });

  test("in a broken manifest are refused with the place, and existing ones stay", async () => {
    const before = state().experts;
    await sharing.propose("broken.json", async () => bytes({ ...(manifest as object), created: 7 }));
    expect(state()).toMatchObject({
      sharing: {
        status: "refused",
        sentence: expect.stringMatching(/No expert was added\. broken\.json, created: must be string/),
      },
      experts: before,
    });
  });

  test("that cannot be stored are not listed either", async () => {
    await begin(fakeStore({ full: true }));
    await sharing.propose("theirs.json", async () => bytes(manifest));
    await sharing.accept();
    expect(state().sharing).toMatchObject({ status: "refused", sentence: expect.stringContaining("no room left") });
    expect(state().experts).toEqual([]);
  });
});
