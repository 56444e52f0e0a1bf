import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CONNECT_SOURCES } from "../../../scripts/build/policy.ts";
import {
  fetchPublishedTable,
  type PublishedTable,
  publishedTables,
  TABLES_HOST,
  tableBytes,
} from "./publishedTables.ts";

const files: Record<string, string> = { "data/a b.csv": "prompt,x,y\nhi,1,0\n", "data/b.csv": "prompt,x,y\nho,0,1\n" };
const table: PublishedTable = {
  id: "t",
  title: "T",
  about: "",
  repository: "lab/tables",
  commit: "0".repeat(40),
  license: null,
  rows: 2,
  models: 2,
  files: Object.entries(files).map(([path, text]) => ({
    path,
    bytes: text.length,
    sha256: createHash("sha256").update(text).digest("hex"),
  })),
};

/** A host that serves these files, and the URLs requested from it. */
function host(served: Record<string, string> = files) {
  const asked: string[] = [];
  const fetch = (async (url: string, { signal }: RequestInit) => {
    signal?.throwIfAborted();
    asked.push(url);
    const path = decodeURIComponent(url.slice(`${TABLES_HOST}/lab/tables/${table.commit}/`.length));
    return path in served ? new Response(served[path]) : new Response("", { status: 404 });
  }) as typeof globalThis.fetch;
  return { asked, fetch };
}

test("every listed table has its facts and a commit, on the one host that the policy names", async () => {
  const tables = await publishedTables();
  expect(CONNECT_SOURCES).toContain(TABLES_HOST);
  expect(new Set(tables.map(({ id }) => id)).size).toBe(tables.length);
  for (const { commit, repository, rows, models, files: listed } of tables) {
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(repository).toMatch(/^[\w.-]+\/[\w.-]+$/);
    expect(rows * models).toBeGreaterThan(0);
    expect(new Set(listed.map(({ path }) => path.split("/").at(-1))).size).toBe(listed.length);
    for (const { sha256, bytes } of listed) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(bytes).toBeGreaterThan(0);
    }
  }
});

describe("a published table", () => {
  test("is downloaded file by file from its commit, with total progress", async () => {
    const { asked, fetch } = host();
    const steps: [number, number][] = [];
    const fetched = await fetchPublishedTable(table, { fetch, onProgress: (...step) => steps.push(step) });
    expect(asked.toSorted()).toEqual([
      `${TABLES_HOST}/lab/tables/${table.commit}/data/a%20b.csv`,
      `${TABLES_HOST}/lab/tables/${table.commit}/data/b.csv`,
    ]);
    expect([...fetched.keys()]).toEqual(["a b.csv", "b.csv"]);
    expect(new TextDecoder().decode(await fetched.get("b.csv")!.read())).toBe(files["data/b.csv"]);
    expect(steps.at(-1)).toEqual([tableBytes(table), tableBytes(table)]);
  });

  test.each([
    ["another text of the same length", { ...files, "data/b.csv": "prompt,x,y\nho,1,1\n" }, "IntegrityError"],
    ["a shorter file", { ...files, "data/b.csv": "prompt" }, "IntegrityError"],
    ["a longer file", { ...files, "data/b.csv": `${files["data/b.csv"]}more` }, "IntegrityError"],
    ["no file", { "data/a b.csv": files["data/a b.csv"]! }, "DownloadError"],
  ])("is refused when its host sends %s", async (_, served, name) => {
    await expect(fetchPublishedTable(table, { fetch: host(served).fetch })).rejects.toMatchObject({
      name,
      message: expect.stringContaining("b.csv"),
    });
  });

  test("rejects with the caller's reason when cancelled", async () => {
    const cancel = new AbortController();
    const reason = new Error("no longer wanted");
    cancel.abort(reason);
    await expect(fetchPublishedTable(table, { fetch: host().fetch, signal: cancel.signal })).rejects.toBe(reason);
  });

  test("cannot be checked on a page without hashing", async () => {
    await expect(fetchPublishedTable(table, { fetch: host().fetch, subtle: null })).rejects.toMatchObject({
      name: "StorageError",
    });
  });
});
