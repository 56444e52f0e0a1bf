import { describe, expect, test } from "vitest";
import { sha256Hex } from "../storage/hash.ts";
import { fakeStorage } from "../testing/fakeStorage.ts";
import { binary, fakeFetch } from "../testing/fixtures.ts";
import { fetchHubFile, type HubFile } from "./hub.ts";

const HUB = "https://hub.test/";
const SHA = "0123abcd";
const HASH = "a".repeat(64);

describe("a file of a hub", () => {
  const content = new TextEncoder().encode("weights");
  const file = async (change: Partial<HubFile> = {}): Promise<HubFile> => ({
    url: `${HUB}lab/bert/resolve/${SHA}/model.onnx`,
    bytes: content.length,
    sha256: await sha256Hex(content.buffer),
    ...change,
  });

  test("is downloaded once, and then available offline", async () => {
    const storage = fakeStorage();
    const first = fakeFetch({ "model.onnx": [() => binary(content)] });
    const got = await fetchHubFile("model.onnx", await file(), { ...first, storage });
    expect(got.sha256).toBe((await file()).sha256);
    const progress: number[][] = [];
    const again = fakeFetch({});
    const { buffer } = await fetchHubFile("model.onnx", await file(), {
      ...again,
      storage,
      onProgress: (...step) => progress.push(step),
    });
    expect(new TextDecoder().decode(buffer)).toBe("weights");
    expect(again.asked).toEqual([]);
    expect(progress).toEqual([[content.length, content.length]]);
  });

  test("without a hash from the hub gets the hash of its content", async () => {
    const fetched = fakeFetch({ "model.onnx": [() => binary(content)] });
    const { sha256 } = await fetchHubFile("model.onnx", await file({ sha256: null }), {
      ...fetched,
      storage: fakeStorage(),
    });
    expect(sha256).toBe((await file()).sha256);
  });

  test.each([401, 403])("that the hub refuses with %i needs a login, and the error says so", async (status) => {
    const fetched = fakeFetch({ "model.onnx": [() => new Response("", { status })] });
    await expect(fetchHubFile("model.onnx", await file(), { ...fetched, storage: fakeStorage() })).rejects.toThrow(
      `model.onnx needs a log-in (the hub answered ${status}).`,
    );
  });

  test("that the hub lists and does not have is named by its path, with what to do", async () => {
    const fetched = fakeFetch({ "model.onnx": [() => new Response("", { status: 404 })] });
    await expect(fetchHubFile("onnx/model.onnx", await file(), { ...fetched, storage: fakeStorage() })).rejects.toThrow(
      "onnx/model.onnx is not at the hub (it answered 404). Look the model up again, or choose other weights.",
    );
  });

  test.each([
    ["more than is listed", { bytes: 3 }, /model\.onnx is longer than the 3 bytes that the hub lists/],
    ["less than is listed", { bytes: 9 }, /model\.onnx has 7 bytes instead of the 9 that the hub lists/],
    ["other bytes than are listed", { sha256: HASH }, /model\.onnx is not the file that the hub lists: its SHA-256/],
  ])("that is %s is refused by its path, and not stored", async (_, change, sentence) => {
    const storage = fakeStorage();
    const fetched = fakeFetch({ "model.onnx": [() => binary(content)] });
    const failed = fetchHubFile("model.onnx", await file(change), { ...fetched, storage });
    await expect(failed).rejects.toThrow(sentence);
    expect(storage.urls()).toEqual([]);
  });
});
