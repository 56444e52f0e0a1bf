import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { fakeStorage } from "../library/testing/fakeStorage.ts";
import { binary, fakeFetch } from "../library/testing/fixtures.ts";
import type { BuiltFile } from "./build.ts";
import { OfflineFiles, type OfflineFilesEnvironment } from "./offlineFiles.ts";

const SCOPE = "https://host.test/some/folder/";
const CONTENT: Record<string, string> = { "main.js": "main", "a.onnx": "expert a", "b.onnx": "expert b" };

const belongings: BuiltFile[] = Object.entries(CONTENT).map(([name, content]) => ({
  path: `models/${name}`,
  sha256: createHash("sha256").update(content).digest("hex"),
  bytes: content.length,
  onDemand: name.endsWith(".onnx"),
}));

/** A browser with an active service worker; `quota`: total bytes that may be stored. */
function browser({ full = false, quota = 1_000, arrival = null as Promise<void> | null, answers = CONTENT } = {}) {
  const worker = { postMessage: (_: string, [port]: [MessagePort]) => port.postMessage(belongings) };
  let active = arrival ? null : worker;
  const ready = (arrival ?? Promise.resolve()).then(() => {
    active = worker;
  });
  const storage = fakeStorage({ full });
  const persist = vi.fn(async () => true);
  const around = {
    container: { getRegistration: async () => ({ active, scope: SCOPE }), ready },
    storage,
    manager: { estimate: async () => ({ usage: 100, quota }), persist, persisted: async () => false },
    ...fakeFetch(Object.fromEntries(Object.entries(answers).map(([name, text]) => [name, [() => binary(text)]]))),
  };
  return { storage, persist, copies: new OfflineFiles(around as unknown as OfflineFilesEnvironment) };
}

const onDemand = (copies: OfflineFiles) => copies.get().copies.filter((copy) => copy.onDemand);

describe("files for offline use", () => {
  it("are listed as cached or optional", async () => {
    const { copies } = browser();
    await copies.look();
    expect(copies.get()).toMatchObject({ status: "ready", persisted: false, usage: { used: 100, quota: 1_000 } });
    expect(onDemand(copies).map(({ url, kept }) => [url, kept])).toEqual([
      [`${SCOPE}models/a.onnx`, false],
      [`${SCOPE}models/b.onnx`, false],
    ]);
  });

  it("are cached with progress, after asking for persistent storage, and can be deleted", async () => {
    const { copies, persist, storage } = browser();
    await copies.look();
    const seen: (number | undefined)[] = [];
    copies.subscribe(() => seen.push(copies.get().fetching?.loaded));
    await copies.keep(onDemand(copies));
    expect(persist).toHaveBeenCalled();
    expect(copies.get()).toMatchObject({ fetching: null, problem: null });
    expect(onDemand(copies).every(({ kept }) => kept)).toBe(true);
    expect(seen).toEqual(expect.arrayContaining([0, 8, 16]));

    await copies.drop(onDemand(copies).slice(0, 1));
    expect(onDemand(copies).map(({ kept }) => kept)).toEqual([false, true]);
    expect(storage.urls()).toHaveLength(1);
  });

  it("leave no partial file when cancelled", async () => {
    const { copies, storage } = browser();
    await copies.look();
    const keeping = copies.keep(onDemand(copies));
    copies.cancel();
    await keeping;
    expect(storage.urls()).toEqual([]);
    expect(copies.get()).toMatchObject({ fetching: null, problem: null });
  });

  it.each([
    ["more than the quota", { quota: 110 }, /no room left for 2 files/],
    ["refused by a full disk", { full: true }, /no room left for .*a\.onnx/],
    ["damaged on the server", { answers: { ...CONTENT, "b.onnx": "expert x" } }, /b\.onnx is not the file/],
    ["missing on the server", { answers: { "main.js": "main" } }, /a\.onnx could not be fetched.*404/],
  ])("that are %s are explained", async (_, how, sentence) => {
    const { copies } = browser(how as Parameters<typeof browser>[0]);
    await copies.look();
    await copies.keep(onDemand(copies));
    expect(copies.get().problem).toMatch(sentence);
    expect(copies.get().fetching).toBeNull();
  });

  it("cannot be cached without service workers or storage, nor before a version is active", async () => {
    for (const missing of [{ container: null }, { storage: null }]) {
      const copies = new OfflineFiles({ container: null, storage: fakeStorage(), manager: null, ...missing });
      await copies.look();
      expect(copies.get().status).toBe("impossible");
    }
    let arrive = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const { copies } = browser({ arrival });
    await copies.look();
    expect(copies.get().status).toBe("pending");
    arrive();
    await vi.waitFor(() => expect(copies.get().status).toBe("ready"));
  });
});
