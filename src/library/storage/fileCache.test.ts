import { describe, expect, it } from "vitest";
import { fakeStorage } from "../testing/fakeStorage.ts";
import { binary, fakeFetch } from "../testing/fixtures.ts";
import { keep, readStored, removeStored } from "./fileCache.ts";
import { download } from "./integrity.ts";

const URL = "https://example.test/models/router/model.onnx";
const ABC = { sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", bytes: 3 };
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const text = ({ buffer }: { buffer: ArrayBuffer }) => new TextDecoder().decode(buffer);

describe("cached files", () => {
  it("are downloaded once", async () => {
    const storage = fakeStorage();
    const { fetch, asked } = fakeFetch({ "model.onnx": [() => binary("abc")] });
    await download(URL, ABC, { fetch, storage });
    expect(text(await download(URL, ABC, { fetch, storage }))).toBe("abc");
    expect(asked).toHaveLength(1);
    expect(storage.urls()).toEqual([`${URL}?sha256=${ABC.sha256}`]);
  });

  it.each([
    ["half of it", () => binary("ab")],
    ["another file", () => binary("abd")],
    ["a web page", () => binary("<!doctype html>")],
    ["an error", () => new Response("abc", { status: 500 })],
  ])("are never %s", async (_, answer) => {
    const storage = fakeStorage();
    const { fetch } = fakeFetch({ "model.onnx": [answer] });
    await expect(download(URL, ABC, { fetch, storage })).rejects.toThrow();
    expect(storage.urls()).toEqual([]);
  });

  it("are not cached unverified", async () => {
    const storage = fakeStorage();
    const { fetch } = fakeFetch({ "model.onnx": [() => binary("abc")] });
    await download(URL, ABC, { fetch, storage, subtle: null });
    expect(storage.urls()).toEqual([]);
  });

  it("are downloaded again when the disk has corrupted them", async () => {
    const storage = fakeStorage();
    await keep(URL, ABC.sha256, bytes("a?c"), storage);
    const { fetch } = fakeFetch({ "model.onnx": [() => binary("abc")] });
    expect(text(await download(URL, ABC, { fetch, storage }))).toBe("abc");
    expect(await (await readStored(URL, ABC.sha256, storage))?.text()).toBe("abc");
  });

  it.each([
    ["full", fakeStorage({ full: true })],
    ["blocked", { open: () => Promise.reject(new DOMException("Blocked.", "SecurityError")) }],
    ["absent", null],
  ])("are skipped when storage is %s", async (_, storage) => {
    const { fetch } = fakeFetch({ "model.onnx": [() => binary("abc")] });
    expect(text(await download(URL, ABC, { fetch, storage }))).toBe("abc");
  });

  it("of two versions coexist, and one of them can be deleted", async () => {
    const storage = fakeStorage();
    await keep(URL, "old", bytes("1"), storage);
    await keep(URL, "new", bytes("2"), storage);
    await removeStored((url, sha256) => url === URL && sha256 === "new", storage);
    expect(await readStored(URL, "old", storage)).toBeNull();
    expect(await (await readStored(URL, "new", storage))?.text()).toBe("2");
  });
});
