import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "./serve.mjs";

const folder = mkdtempSync(join(tmpdir(), "serve-"));
const SCRIPT = "export const answer = 42;\n".repeat(100);
let site: { url: string; close: () => Promise<void> };
const sent: [string, number][] = [];

beforeAll(async () => {
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "assets/main-Abc_12-x.js"), SCRIPT);
  writeFileSync(join(folder, "assets/main-Abc_12-x.js.gz"), gzipSync(SCRIPT));
  site = await serve(folder, { onAnswer: (path: string, bytes: number) => sent.push([path, bytes]) });
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(site.url + path, { headers });

test("a compressed file is sent only to clients that accept it", async () => {
  const packed = await get("assets/main-Abc_12-x.js", { "accept-encoding": "br, gzip;q=0.8" });
  expect(packed.headers.get("content-encoding")).toBe("gzip");
  expect(packed.headers.get("content-type")).toBe("text/javascript");
  expect(packed.headers.get("vary")).toBe("Accept-Encoding");
  expect(await packed.text()).toBe(SCRIPT);
  const plain = await get("assets/main-Abc_12-x.js", { "accept-encoding": "identity" });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(await plain.text()).toBe(SCRIPT);
  expect(sent.slice(-2)).toEqual([
    ["/assets/main-Abc_12-x.js", gzipSync(SCRIPT).length],
    ["/assets/main-Abc_12-x.js", SCRIPT.length],
  ]);
});

test("a file with a hash in its name is cached for good; others are revalidated, with 304 while unchanged", async () => {
  expect((await get("assets/main-Abc_12-x.js")).headers.get("cache-control")).toMatch(/immutable/);
  const page = await get("");
  expect(page.headers.get("cache-control")).toBe("no-cache");
  const tag = { "if-none-match": page.headers.get("etag")! };
  expect((await get("", tag)).status).toBe(304);
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>next</title>");
  expect((await get("", tag)).status).toBe(200);
});

test("a compressed file that is older than its source is not sent", async () => {
  writeFileSync(join(folder, "old.js"), SCRIPT);
  writeFileSync(join(folder, "old.js.gz"), gzipSync("stale"));
  utimesSync(join(folder, "old.js.gz"), new Date(0), new Date(0));
  expect(await (await get("old.js", { "accept-encoding": "gzip" })).text()).toBe(SCRIPT);
});
