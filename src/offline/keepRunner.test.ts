import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { fakeStorage } from "../library/testing/fakeStorage.ts";
import { binary, fakeFetch } from "../library/testing/fixtures.ts";
import type { BuiltFile } from "./build.ts";
import { keepRunner, type Surroundings } from "./keepRunner.ts";

const SCOPE = "https://host.test/folder/";
const NAMES = ["start-1.js", "transformers.web-2.js", "ort-wasm-simd-threaded.asyncify-3.wasm", "ort.webgpu.min-4.js"];
const files: BuiltFile[] = NAMES.map((name) => ({
  path: `assets/${name}`,
  sha256: createHash("sha256").update(name).digest("hex"),
  bytes: name.length,
  onDemand: name !== NAMES[0],
}));

function visit() {
  const active = { postMessage: (_: string, [port]: [MessagePort]) => port.postMessage(files) };
  const container = { getRegistration: async () => ({ active, scope: SCOPE }), ready: Promise.resolve() };
  const answers = Object.fromEntries(NAMES.map((name) => [name, [() => binary(name)]]));
  const storage = fakeStorage();
  return { storage, around: { container, storage, ...fakeFetch(answers) } as unknown as Surroundings };
}

test.each([
  ["wasm", [1]],
  ["webgpu", [1, 2, 3]],
] as const)("what runs experts on %s is kept, and nothing else", async (device, kept) => {
  const { around, storage } = visit();
  await keepRunner(device, around);
  expect(storage.urls().map((url) => url.replace(/\?.*/, ""))).toEqual(kept.map((k) => `${SCOPE}assets/${NAMES[k]}`));
});

test("without a service worker, storage or network nothing happens", async () => {
  const { around, storage } = visit();
  const refusing = async () => {
    throw new TypeError("no network");
  };
  await keepRunner("wasm", { ...around, container: null });
  await keepRunner("wasm", { ...around, storage: null });
  await keepRunner("wasm", { ...around, fetch: refusing });
  expect(storage.urls()).toEqual([]);
});
