import { describe, expect, it } from "vitest";
import { readHere } from "../benchmark/readHere.ts";
import { LibraryError } from "../errors.ts";
import { loadLibrary } from "../load.ts";
import { librarySize } from "../manifest/manifestFacts.ts";
import { sha256Hex } from "../storage/hash.ts";
import { fakeStore } from "../testing/fakeStorage.ts";
import { writeZip } from "../testing/fakeZip.ts";
import { fakeFetch, minimalManifest, promptColumns, writeParquet } from "../testing/fixtures.ts";
import { currentManifest, forgetLibrary, keepLibrary, storedLibraries } from "./addedLibraries.ts";
import { type LocalFiles, openFolder } from "./localFiles.ts";
import { type ReadOptions, readLibrary as read } from "./readLibrary.ts";
import { openZip } from "./zip.ts";

const readLibrary = (files: Parameters<typeof read>[0], name: string, options: Omit<ReadOptions, "reader"> = {}) =>
  read(files, name, { reader: readHere, ...options });

type Contents = Record<string, Uint8Array<ArrayBuffer>>;
type Draft = ReturnType<typeof minimalManifest>;

const utf8 = (text: string) => new TextEncoder().encode(text);
const STATES = [
  { name: "state_0", data: [1, 2, 3], type: "FLOAT" as const },
  { name: "state_1", data: [4, 5, 6], type: "FLOAT" as const },
];

/** All files of a small library with a matching manifest; `change` may break it. */
async function contents(change: (files: Contents, draft: Draft) => void = () => {}): Promise<Contents> {
  const draft = minimalManifest();
  const files: Contents = Object.fromEntries(
    Object.keys(draft.files).map((path) => [path, utf8(`content of ${path}`)]),
  );
  files["benchmark/prompts.parquet"] = new Uint8Array(writeParquet(promptColumns()));
  files["benchmark/embeddings.parquet"] = new Uint8Array(writeParquet(STATES));
  for (const [path, content] of Object.entries(files)) {
    draft.files[path] = { sha256: await sha256Hex(content.buffer), bytes: content.length };
  }
  change(files, draft);
  return { "library.json": utf8(JSON.stringify(draft)), ...files };
}

const folder = (files: Contents, top = "mine/"): LocalFiles =>
  openFolder(Object.entries(files).map(([path, content]) => ({ path: top + path, blob: new Blob([content]) })));

describe("a library of dropped files", () => {
  it("is the same from a folder and from a zip, stored, and loaded offline", async () => {
    const files = await contents();
    const zip = await openZip(
      new Blob([writeZip(Object.entries(files).map(([path, content]) => ({ path: `a/b/${path}`, content })))]),
    );
    const progress: number[][] = [];
    const read = await readLibrary(zip, "a.zip", { onProgress: (...at) => progress.push(at) });
    expect(await readLibrary(folder(files), "mine")).toEqual(read);
    const total = librarySize(read.manifest);
    expect(progress.at(-1)).toEqual([total, total]);

    const store = fakeStore();
    await keepLibrary(store, read, read.contents);
    const [kept] = await storedLibraries(store);
    const { fetch, asked } = fakeFetch({});
    const library = await loadLibrary(kept!.folder, {
      manifest: kept!.manifest,
      added: store,
      fetch,
      reader: readHere,
    });
    expect(library.benchmark.ids).toEqual(["p@0", "p@64", "q@0"]);
    expect(library.file("router/onnx/model_fp16.onnx").url).toBe(`${kept!.folder}router/onnx/model_fp16.onnx`);
    expect(asked).toEqual([]);

    await forgetLibrary(store, kept!.folder);
    expect([await storedLibraries(store), store.hashes()]).toEqual([[], []]);
  });

  it.each<[string, (files: Contents, draft: Draft) => void]>([
    ["router/onnx/model_fp16.onnx is missing from mine", (files) => delete files["router/onnx/model_fp16.onnx"]],
    [
      "tokenizer/tokenizer.json has 3 bytes, but the manifest says 35",
      (f) => (f["tokenizer/tokenizer.json"] = utf8("cut")),
    ],
    [
      "tokenizer/tokenizer.json is not the file that the library's manifest names: its SHA-256 differs. Add the whole",
      (files) => (files["tokenizer/tokenizer.json"]![0]! ^= 1),
    ],
    ["experts[1].label: is missing", (_, draft) => Reflect.deleteProperty(draft.experts[1]!, "label")],
    ["but the manifest promises 4", (_, draft) => (draft.benchmark.rows = 4)],
    ["no column “loss:gamma”", (_, draft) => rename(draft, "beta", "gamma")],
    ["embeddings.parquet has no column “state_2”", (_, draft) => (draft.benchmark.embeddingSize = 3)],
  ])("is refused with a message: %s", async (sentence, change) => {
    const attempt = readLibrary(folder(await contents(change)), "mine");
    await expect(attempt).rejects.toThrow(sentence);
    await expect(attempt).rejects.toBeInstanceOf(LibraryError);
  });

  it("needs a manifest, valid JSON, and hashing", async () => {
    const other = folder({ "readme.md": utf8("hello") });
    await expect(readLibrary(other, "mine")).rejects.toThrow("mine holds no library.json");
    const broken = folder({ "library.json": utf8('{\n "id": ,\n}') });
    await expect(readLibrary(broken, "mine")).rejects.toThrow("library.json, line 2, column 8: is not valid JSON");
    await expect(readLibrary(other, "mine", { subtle: null })).rejects.toThrow("Open it by https");
  });

  it("can be cancelled while it is read", async () => {
    const cancel = new AbortController();
    const attempt = readLibrary(folder(await contents()), "mine", {
      signal: cancel.signal,
      onProgress: () => cancel.abort(new Error("enough")),
    });
    await expect(attempt).rejects.toThrow("enough");
  });
});

function rename(draft: Draft, from: string, to: string): void {
  const text = JSON.stringify(draft).replaceAll(`"${from}"`, `"${to}"`);
  Object.assign(draft, JSON.parse(text));
}

it("a clone without Git LFS files names the pointer, and the command to run", async () => {
  const files = await contents();
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"4".repeat(64)}\nsize 9\n`;
  files["router/onnx/model_fp16.onnx"] = utf8(pointer);
  await expect(readLibrary(folder(files), "mine")).rejects.toThrow(
    /model_fp16\.onnx is a Git LFS pointer, not the file itself\. Run “git lfs pull”/,
  );
});

describe("a library on a server", () => {
  const folderUrl = "https://lab.test/library/";
  const served = (text: string) => fakeFetch({ "library.json": [() => new Response(text)] });

  it("is described by the server, or by the stored manifest when the server is unreachable", async () => {
    const kept = { ...minimalManifest(), name: "As kept" };
    const manifest = (fetch: typeof globalThis.fetch, known?: unknown) => currentManifest(folderUrl, known, { fetch });
    const { fetch } = served(JSON.stringify({ ...minimalManifest(), name: "As served" }));
    expect((await manifest(fetch, kept)).name).toBe("As served");
    expect((await manifest(fakeFetch({}).fetch, kept)).name).toBe("As kept");
    await expect(manifest(fakeFetch({}).fetch)).rejects.toThrow("could not be fetched");
    // A file that is present but broken is still an error.
    await expect(manifest(served("{").fetch, kept)).rejects.toThrow("is not valid JSON");
  });

  it("is stored once, by its folder, and without files", async () => {
    const store = fakeStore();
    for (const name of ["old", "new"]) await keepLibrary(store, { folder: folderUrl, manifest: { name } });
    expect(await storedLibraries(store)).toEqual([{ folder: folderUrl, manifest: { name: "new" } }]);
  });
});
