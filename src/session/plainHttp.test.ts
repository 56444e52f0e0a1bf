/** A page loaded by plain http from another machine: browsers offer random numbers there, but no hashing and no `randomUUID`. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readHere } from "../library/benchmark/readHere.ts";
import { toExpertsManifest } from "../library/customExperts/manifestFile.ts";
import { fetchHubFile } from "../library/hub/hub.ts";
import { openFolder } from "../library/import/localFiles.ts";
import { readLibrary } from "../library/import/readLibrary.ts";
import { randomId, sha256Hex } from "../library/storage/hash.ts";
import { download } from "../library/storage/integrity.ts";
import { madeExpert } from "../library/testing/customExpertFixtures.ts";
import { fakeStorage } from "../library/testing/fakeStorage.ts";
import { binary, fakeFetch } from "../library/testing/fixtures.ts";
import { importTable } from "../library/testing/importTable.ts";
import { joinShared, matchFiles } from "./customExperts/sharing/sharedExperts.ts";

const SENTENCE =
  "This page came by plain http, where browsers cannot check files. Open it by https, or from localhost.";
const content = new TextEncoder().encode("{}").buffer as ArrayBuffer;
const folder = (...paths: string[]) => openFolder(paths.map((path) => ({ path, blob: new Blob([content]) })));

beforeEach(() => {
  const { crypto } = globalThis;
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) });
});
afterEach(() => vi.unstubAllGlobals());

test.each<[string, () => Promise<unknown>]>([
  ["hashing", () => sha256Hex(content)],
  ["adding a library", () => readLibrary(folder("library.json"), "mine", { reader: readHere })],
  [
    "importing a table",
    () => importTable(new TextEncoder().encode("prompt,a,b\nx,1,0").buffer as ArrayBuffer, "t.csv"),
  ],
  [
    "giving the files of a shared expert",
    () => {
      const files = { "config.json": { url: "local://x/config.json", sha256: "a".repeat(64), bytes: 2 } };
      const options = { signal: new AbortController().signal, onProgress: () => {} };
      return matchFiles(madeExpert({ files }), folder("config.json"), "given", options);
    },
  ],
])("%s explains how the page must be opened", async (_, work) => {
  await expect(work()).rejects.toMatchObject({ name: "StorageError", message: SENTENCE });
});

test("a file of a hub fails before it is downloaded", async () => {
  const { fetch, asked } = fakeFetch({ "model.onnx": [() => binary(content)] });
  const file = { url: "https://hub.test/model.onnx", bytes: 2, sha256: "a".repeat(64) };
  const wanted = fetchHubFile("model.onnx", file, { fetch, storage: fakeStorage() });
  await expect(wanted).rejects.toMatchObject({ name: "StorageError", message: SENTENCE });
  expect(asked).toEqual([]);
});

test("the files of a library are still read, checked by their length only", async () => {
  const { fetch } = fakeFetch({ "a.json": [() => binary(content)] });
  const got = await download(
    "https://site.test/a.json",
    { sha256: "a".repeat(64), bytes: 2 },
    { fetch, storage: null },
  );
  expect(got.verified).toBe(false);
});

test("ids can still be created, and shared experts can be added", () => {
  expect(randomId()).toMatch(/^[0-9a-f]{32}$/);
  expect(new Set(Array.from({ length: 100 }, randomId)).size).toBe(100);
  const { fresh } = joinShared([], toExpertsManifest([madeExpert()]), (wanted) => wanted);
  expect(fresh.map(({ key }) => key)).toEqual([expect.stringMatching(/^expert-[0-9a-f]{32}$/)]);
});
