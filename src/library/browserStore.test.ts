import "fake-indexeddb/auto";
import { forceCloseDatabase, IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { browserStore, type LocalRecord, type LocalStore } from "./storage/localStore.ts";

const bytes = (...values: number[]) => Uint8Array.from(values).buffer;
const record = (key: string, added: number, ...files: string[]): LocalRecord => {
  return { key, kind: "library", added, files, value: { key } };
};
/** All database connections that were opened. */
let connections: IDBDatabase[];
let store: LocalStore;

beforeEach(() => {
  const factory = new IDBFactory();
  vi.stubGlobal("indexedDB", factory);
  connections = [];
  const open = factory.open.bind(factory);
  vi.spyOn(factory, "open").mockImplementation((...given) => {
    const request = open(...given);
    request.addEventListener("success", () => connections.push(request.result));
    return request;
  });
  store = browserStore();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const keys = async () => (await store.records("library")).map(({ key }) => key);

describe("added items", () => {
  test("are stored with their files, oldest first, and deleted with those that nothing else needs", async () => {
    await store.put(
      record("b", 2, "x", "y"),
      new Map([
        ["x", bytes(1)],
        ["y", bytes(2)],
      ]),
    );
    await store.put(record("a", 1, "y"), new Map());
    expect(await keys()).toEqual(["a", "b"]);
    expect(new Uint8Array((await store.file("x"))!)).toEqual(Uint8Array.of(1));
    await store.remove("b");
    expect([await store.file("x"), (await store.file("y"))!.byteLength]).toEqual([null, 1]);
    await store.put(record("a", 1), new Map());
    expect(await store.file("y")).toBeNull();
    expect(connections).toHaveLength(1);
  });

  test("are written as Blobs, or as buffers if the browser cannot store Blobs", async () => {
    const written: unknown[] = [];
    const put = IDBObjectStore.prototype.put;
    let refuse = false;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, value, key) {
      if (refuse && value instanceof Blob) throw new DOMException("Error preparing Blob/File data", "DataCloneError");
      if (key !== undefined) written.push(value);
      return put.call(this, value, key);
    });
    await store.put(record("a", 1, "x"), new Map([["x", bytes(1)]]));
    refuse = true;
    await store.put(record("b", 2, "y"), new Map([["y", bytes(2)]]));
    expect(written.map((value) => (value as object).constructor.name)).toEqual(["Blob", "ArrayBuffer"]);
    expect(new Uint8Array((await store.file("y"))!)).toEqual(Uint8Array.of(2));
  });
});

describe("a connection", () => {
  beforeEach(() => store.put(record("a", 1, "x"), new Map([["x", bytes(7)]])));

  test("that the browser has closed is reopened", async () => {
    forceCloseDatabase(connections[0]! as never);
    expect(await keys()).toEqual(["a"]);
    await store.remove("a");
    expect(connections).toHaveLength(2);
  });

  test("that was closed without an event is reopened by the next call, whichever it is", async () => {
    for (const work of [() => keys(), () => store.put(record("b", 2), new Map()), () => store.file("x")]) {
      connections.at(-1)!.close();
      await work();
    }
    expect(await keys()).toEqual(["a", "b"]);
    expect(connections).toHaveLength(4);
  });

  test("is closed for a newer version of the app in another tab", async () => {
    await new Promise((resolve, reject) => {
      const request = indexedDB.open("tryage-added", 2);
      request.onsuccess = () => resolve(request.result.close());
      request.onblocked = () => reject(new Error("the old connection stays"));
    });
    // This version can no longer open it, and reports that.
    await expect(keys()).rejects.toMatchObject({ name: "StorageError" });
  });
});

describe("errors are reported by their kind", () => {
  const failing = (error: unknown) => {
    vi.mocked(indexedDB.open).mockImplementation(() => {
      throw error;
    });
  };

  test.each([
    ["no storage at all", new TypeError("indexedDB is null"), /as in some private windows/],
    ["blocked by the user", new DOMException("denied", "SecurityError"), /blocks storage for this site/],
    ["a private window", new DOMException("no mutations", "InvalidStateError"), /as in some private windows/],
    [
      "another failure",
      new DOMException("disk I/O error", "AbortError"),
      /storage has failed.* It says: disk I\/O error/,
    ],
  ])("%s", async (_, error, sentence) => {
    failing(error);
    await expect(keys()).rejects.toMatchObject({ name: "StorageError", message: expect.stringMatching(sentence) });
    vi.mocked(indexedDB.open).mockRestore();
    expect(await keys()).toEqual([]);
  });

  test("no space left; nothing was changed, and it is not retried", async () => {
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    await expect(store.put(record("a", 1, "x"), new Map([["x", bytes(1)]]))).rejects.toThrow("no room left");
    const tried = put.mock.calls.length;
    expect(tried).toBeLessThanOrEqual(2);
    put.mockRestore();
    expect([await keys(), await store.file("x")]).toEqual([[], null]);
  });

  test("an older version in another tab", async () => {
    // It is never closed, so requests waiting for it keep waiting.
    await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open("tryage-added", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("records", { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
    });
    const open = vi.mocked(indexedDB.open).getMockImplementation()!;
    vi.mocked(indexedDB.open).mockImplementation((name) => open(name, 2));
    await expect(keys()).rejects.toThrow("Another tab of this browser still runs an older version");
  });
});
