import { describe, expect, it } from "vitest";
import { StorageError } from "../errors.ts";
import { fakeStore } from "../testing/fakeStorage.ts";
import { binary } from "../testing/fixtures.ts";
import { sha256Hex } from "./hash.ts";
import { download } from "./integrity.ts";
import { type LocalRecord, localFolder, unneeded } from "./localStore.ts";

const record = (key: string, ...files: string[]): LocalRecord => ({
  key,
  kind: "library",
  added: 1,
  files,
  value: null,
});

describe("files of a deleted record", () => {
  it("are deleted unless another record needs them", () => {
    expect(unneeded(record("x", "a", "b", "c"), [record("y", "b"), record("z", "c", "d")])).toEqual(["a"]);
    expect(unneeded(undefined, [record("y", "b")])).toEqual([]);
  });
});

describe("an added file", () => {
  const bytes = new TextEncoder().encode("tokens").buffer as ArrayBuffer;
  const refuse = { fetch: () => Promise.resolve(binary("from the network")) };

  it("is read by its hash, checked, and never requested", async () => {
    const added = fakeStore();
    const expected = { sha256: await sha256Hex(bytes), bytes: bytes.byteLength };
    await added.put(record("mine", expected.sha256), new Map([[expected.sha256, bytes]]));
    const url = new URL("tokenizer/tokenizer.json", localFolder("mine")).href;
    expect(url).toBe("local://mine/tokenizer/tokenizer.json");
    const progress: number[][] = [];
    const { buffer, verified } = await download(url, expected, {
      ...refuse,
      added,
      onProgress: (...at) => progress.push(at),
    });
    expect([buffer, verified, progress]).toEqual([bytes, true, [[6, 6]]]);
    await expect(download(url, { ...expected, bytes: 7 }, { ...refuse, added })).rejects.toThrow(
      "6 bytes instead of 7",
    );
  });

  it("that the browser has dropped is named, with instructions", async () => {
    const gone = download(
      `${localFolder("mine")}router/model.onnx`,
      { sha256: "0".repeat(64), bytes: 1 },
      { ...refuse, added: fakeStore() },
    );
    await expect(gone).rejects.toThrow(/router\/model\.onnx is no longer in this browser's storage/);
    await expect(gone).rejects.toBeInstanceOf(StorageError);
  });
});
