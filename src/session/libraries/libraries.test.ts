import { beforeEach, expect, test } from "vitest";
import type { Site } from "../../library/address.ts";
import { readHere } from "../../library/benchmark/readHere.ts";
import { type LocalFiles, openFolder } from "../../library/import/localFiles.ts";
import type { Library } from "../../library/load.ts";
import { sha256Hex } from "../../library/storage/hash.ts";
import { fakeStore } from "../../library/testing/fakeStorage.ts";
import { binary, minimalManifest, promptColumns, writeParquet } from "../../library/testing/fixtures.ts";
import { importTable } from "../../library/testing/importTable.ts";
import { createExplorerStore, type Store } from "../../state/store.ts";
import { Libraries } from "./libraries.ts";

const SITE: Site = { page: "https://a.org/", shipped: "https://a.org/models/", connect: null };
const utf8 = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

let served: Record<string, () => Response>;
let folder: () => LocalFiles;
let store: Store;
let added: ReturnType<typeof fakeStore>;
let taken: string[];
let refuse: Error | null;
let libraries: Libraries;

beforeEach(async () => {
  const draft = minimalManifest();
  const files: Record<string, ArrayBuffer> = {};
  for (const path of Object.keys(draft.files)) {
    if (path.endsWith("prompts.parquet")) files[path] = writeParquet(promptColumns());
    else if (path.endsWith("embeddings.parquet")) {
      files[path] = writeParquet(["state_0", "state_1"].map((name) => ({ name, data: [1, 2, 3], type: "FLOAT" })));
    } else files[path] = utf8(path);
    draft.files[path] = { sha256: await sha256Hex(files[path]!), bytes: files[path]!.byteLength };
  }
  const text = (name: string, more = {}) => JSON.stringify({ ...draft, ...more, name });
  folder = () => {
    const all = { ...files, "library.json": utf8(text("Mine")) };
    return openFolder(Object.entries(all).map(([path, content]) => ({ path, blob: new Blob([content]) })));
  };
  const variants = [{ id: "joint", label: "Joint", folder: "joint" }];
  served = { "https://a.org/models/library.json": () => new Response(text("Shipped", { variants })) };
  for (const base of ["https://a.org/models/joint/", "https://b.org/lib/"]) {
    served[`${base}library.json`] = () => new Response(text(base));
  }
  for (const base of ["https://a.org/models/", "https://a.org/models/joint/", "https://b.org/lib/"]) {
    served[`${base}benchmark/prompts.parquet`] = () => binary(files["benchmark/prompts.parquet"]!);
  }
  store = createExplorerStore();
  added = fakeStore();
  taken = [];
  refuse = null;
  libraries = new Libraries(
    store,
    SITE,
    async (library, libraryAddress) => {
      if (refuse) throw refuse;
      taken.push(library.manifest.name);
      store.setState({ libraryAddress });
    },
    {
      added,
      fetch: async (url) => served[String(url)]?.() ?? new Response("", { status: 404 }),
      reader: readHere,
    },
  );
});

const listed = () => store.getState().libraries.map(({ address, label, origin }) => `${origin} ${address} ${label}`);
const begin = async (libraryAddress = ""): Promise<Library> => {
  store.setState({ libraryAddress });
  const library = await libraries.first({});
  await libraries.list();
  return library;
};

test("the shipped library comes first; its variants are listed, others once they were opened", async () => {
  expect((await begin()).manifest.name).toBe("Shipped");
  expect(listed()).toEqual(["shipped  Shipped", "variant models/joint Joint"]);
  expect(await libraries.open("models/joint")).toBe(true);
  expect(await libraries.open("https://b.org/lib/library.json")).toBe(true);
  expect(taken).toEqual(["https://a.org/models/joint/", "https://b.org/lib/"]);
  expect(store.getState().libraryAddress).toBe("https://b.org/lib");
  expect(listed()).toEqual([
    "shipped  Shipped",
    "variant models/joint Joint",
    "remote https://b.org/lib https://b.org/lib/",
  ]);
});

test("a link's library is the one of the list, however its address is written", async () => {
  await begin("models/joint/library.json");
  expect(store.getState().libraryAddress).toBe("models/joint");
  await begin("https://a.org/models/library.json");
  expect(store.getState().libraryAddress).toBe("");
});

test("a link's library that is not available is replaced by the shipped one, with a message", async () => {
  expect((await begin("https://b.org/none")).manifest.name).toBe("Shipped");
  const { libraryAddress, libraryProblem } = store.getState();
  expect(libraryAddress).toBe("");
  expect(libraryProblem).toMatch(/^The library in the link is not available; using the shipped one\. .*404/);
  expect(listed()).toHaveLength(2);
});

test("a stored library on a server opens from its stored files when the server is down", async () => {
  await begin("https://b.org/lib");
  delete served["https://b.org/lib/library.json"];
  expect((await begin("https://b.org/lib")).manifest.name).toBe("https://b.org/lib/");
});

test("a folder is stored only if it can be opened; removing it returns to the shipped one and leaves nothing", async () => {
  await begin();
  refuse = new Error("The router does not start.");
  expect(await libraries.add("mine", async () => folder())).toBe(false);
  expect(store.getState().libraryProblem).toBe(
    "“mine” could not be opened; still using the previous library. The router does not start.",
  );
  expect(added.hashes()).toEqual([]);
  refuse = null;
  expect(await libraries.add("mine", async () => folder())).toBe(true);
  const { libraryAddress, libraryProblem } = store.getState();
  expect(libraryProblem).toBeNull();
  expect(listed().at(-1)).toBe(`local ${libraryAddress} Mine`);
  expect(await libraries.manifest(libraryAddress)).toMatchObject({ name: "Mine" });
  await libraries.remove(libraryAddress);
  expect(taken).toEqual(["Mine", "Shipped"]);
  expect([listed().length, added.hashes()]).toEqual([2, []]);
});

test("a single table of scores becomes a library of figures alone", async () => {
  await begin();
  const table = (text: string, name: string) => importTable(new TextEncoder().encode(text).buffer as ArrayBuffer, name);
  expect(await libraries.take("t.csv", () => table("prompt,a,b\nx,1,0\ny,0,1", "t.csv"))).toBe(true);
  expect(taken).toEqual(["t.csv"]);
  expect(listed().at(-1)).toMatch(/^local local:[0-9a-f]{16} t\.csv$/);
  expect(await libraries.take("u.csv", () => table("prompt,a\nx,1", "u.csv"))).toBe(false);
  expect(store.getState().libraryProblem).toContain("u.csv has scores of 1 model");
});

test("the latest of two requests wins; the older one reports nothing", async () => {
  await begin();
  const first = libraries.open("https://b.org/lib");
  const second = libraries.open("models/joint");
  expect(await Promise.all([first, second])).toEqual([false, true]);
  expect(taken).toEqual(["https://a.org/models/joint/"]);
  expect([store.getState().opening, store.getState().libraryProblem]).toEqual([null, null]);
});

test("a cancelled opening changes nothing", async () => {
  await begin();
  const opened = libraries.open("models/joint");
  expect(store.getState().opening?.label).toBe("Joint");
  libraries.cancel();
  expect([await opened, taken, store.getState().opening]).toEqual([false, [], null]);
});

test("variants get their sizes from their manifests when the list is shown; an unreadable one leaves its size unknown", async () => {
  await begin();
  const bytes = () => store.getState().libraries.map((entry) => entry.bytes);
  const [shipped] = bytes();
  expect(shipped).toBeGreaterThan(0);
  expect(bytes()).toEqual([shipped, null]);
  const manifest = served["https://a.org/models/joint/library.json"]!;
  served["https://a.org/models/joint/library.json"] = () => new Response("", { status: 500 });
  await libraries.measure();
  expect(bytes()).toEqual([shipped, null]);
  served["https://a.org/models/joint/library.json"] = manifest;
  await libraries.measure();
  expect(bytes()).toEqual([shipped, shipped]);
});
