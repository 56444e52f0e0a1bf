import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { keep } from "../library/storage/fileCache.ts";
import { fakeStorage } from "../library/testing/fakeStorage.ts";
import type { Build } from "./build.ts";
import { Shell } from "./shell.ts";

const SCOPE = "https://host.test/some/folder/";
const HEADERS = { "Cross-Origin-Embedder-Policy": "require-corp" };

/** The files on a server, by path. */
type Site = Record<string, string>;

const VERSION_1: Site = {
  "index.html": "<!doctype html>1",
  "assets/main-1.js": "main 1",
  "assets/webgpu.wasm": "large",
  "models/library.json": "{}",
  "models/router.onnx": "router",
  "models/expert.onnx": "expert",
};
const VERSION_2: Site = { ...VERSION_1, "index.html": "<!doctype html>2", "assets/main-2.js": "main 2" };
delete VERSION_2["assets/main-1.js"];

const sha256 = (content: string) => createHash("sha256").update(content).digest("hex");

function buildOf(site: Site): Build {
  const files = Object.entries(site).map(([path, content]) => {
    const onDemand = /webgpu|expert/.test(path);
    const type = path.endsWith(".html") ? "text/html" : "text/javascript";
    return { path, sha256: sha256(content), bytes: content.length, onDemand, type };
  });
  const isLibrary = ({ path }: { path: string }) => path.endsWith(".onnx");
  return { shell: files.filter((file) => !isLibrary(file)), library: files.filter(isLibrary), headers: HEADERS };
}

function server(site: Site) {
  const asked: string[] = [];
  const fetch = async (request: RequestInfo | URL) => {
    const path = (request instanceof Request ? request.url : String(request)).slice(SCOPE.length) || "index.html";
    asked.push(path);
    const headers = { "Content-Type": path.endsWith(".html") ? "text/html" : "application/octet-stream" };
    return path in site ? new Response(site[path]!, { headers }) : new Response("none", { status: 404 });
  };
  return { asked, fetch: fetch as typeof globalThis.fetch };
}

const offline = (() => Promise.reject(new TypeError("Failed to fetch"))) as unknown as typeof fetch;
const body = async (shell: Shell, path: string) => (await shell.answer(new Request(SCOPE + path)))?.text();

describe("a version of the site", () => {
  it("is cached except for on-demand files, and then works offline", async () => {
    const storage = fakeStorage();
    const { asked, fetch } = server(VERSION_1);
    await new Shell(buildOf(VERSION_1), SCOPE, { storage, fetch }).install();
    expect(asked.sort()).toEqual(["assets/main-1.js", "index.html", "models/library.json", "models/router.onnx"]);

    const shell = new Shell(buildOf(VERSION_1), SCOPE, { storage, fetch: offline });
    expect(await body(shell, "?from=link#prompt=x")).toBe(VERSION_1["index.html"]);
    const answer = (await shell.answer(new Request(`${SCOPE}assets/main-1.js`)))!;
    expect(Object.fromEntries(answer.headers)).toEqual({
      "content-type": "text/javascript",
      "cross-origin-embedder-policy": "require-corp",
    });
  });

  it("caches on-demand files on first request", async () => {
    const storage = fakeStorage();
    const { asked, fetch } = server(VERSION_1);
    const shell = new Shell(buildOf(VERSION_1), SCOPE, { storage, fetch });
    expect(await body(shell, "assets/webgpu.wasm")).toBe("large");
    expect(await body(shell, "assets/webgpu.wasm")).toBe("large");
    expect(asked).toEqual(["assets/webgpu.wasm"]);
  });

  it.each([
    ["a file is missing", { "assets/main-1.js": undefined }],
    ["a file is of another version", { "assets/main-1.js": "main 2" }],
    ["a file is cut off", { "models/router.onnx": "rou" }],
    ["a web page comes in place of a file", { "models/library.json": "<!doctype html>" }],
  ])("is not installed when %s", async (_, change) => {
    const site = { ...VERSION_1, ...change } as Site;
    for (const path of Object.keys(site)) if (site[path] === undefined) delete site[path];
    const { fetch } = server(site);
    await expect(new Shell(buildOf(VERSION_1), SCOPE, { storage: fakeStorage(), fetch }).install()).rejects.toThrow();
  });

  it("is not installed if it cannot be cached", async () => {
    const shell = new Shell(buildOf(VERSION_1), SCOPE, { storage: fakeStorage({ full: true }), ...server(VERSION_1) });
    await expect(shell.install()).rejects.toThrow(/could not be kept/);
  });

  it("ignores other requests", () => {
    const shell = new Shell(buildOf(VERSION_1), SCOPE, { storage: fakeStorage(), fetch: offline });
    expect(shell.answer(new Request("https://host.test/index.html"))).toBeNull();
    expect(shell.answer(new Request(`${SCOPE}models/router.onnx`))).toBeNull();
    expect(shell.answer(new Request(SCOPE, { method: "POST" }))).toBeNull();
  });
});

describe("an update", () => {
  it("downloads only what changed; each version answers with its own files until the old one is dropped", async () => {
    const storage = fakeStorage();
    const first = new Shell(buildOf(VERSION_1), SCOPE, { storage, fetch: server(VERSION_1).fetch });
    await first.install();
    await keep(`${SCOPE}models/expert.onnx`, sha256("expert"), new ArrayBuffer(6), storage);
    await keep(`${SCOPE}nested/index.html`, "of another site", new ArrayBuffer(1), storage);

    const { asked, fetch } = server(VERSION_2);
    const second = new Shell(buildOf(VERSION_2), SCOPE, { storage, fetch });
    await second.install();
    expect(asked.sort()).toEqual(["assets/main-2.js", "index.html"]);
    expect(await body(first, "")).toBe(VERSION_1["index.html"]);
    expect(await body(second, "")).toBe(VERSION_2["index.html"]);

    await second.dropOthers();
    const kept = storage.urls().map((url) => url.slice(SCOPE.length).replace(/\?.*/, ""));
    expect(kept.sort()).toEqual([
      "assets/main-2.js",
      "index.html",
      "models/expert.onnx",
      "models/library.json",
      "models/router.onnx",
      "nested/index.html",
    ]);
  });

  it("that has replaced the files on the server is served as a whole when the browser has dropped the cached ones", async () => {
    const shell = new Shell(buildOf(VERSION_1), SCOPE, { storage: fakeStorage(), ...server(VERSION_2) });
    const page = (await shell.answer(new Request(SCOPE)))!;
    expect(await page.text()).toBe(VERSION_2["index.html"]);
    expect(page.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
    expect(shell.answer(new Request(`${SCOPE}assets/main-2.js`))).toBeNull();
  });
});
