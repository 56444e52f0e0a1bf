import { expect, test } from "vitest";
import { fakeEngine } from "../testing.ts";
import { repeated } from "../text/masking.ts";
import { ExpertCache, loadExpert } from "./experts.ts";

const file = new ArrayBuffer(8);
const probe = repeated([2, 3], 1);
const engineOf = (value: number, backend: "wasm" | "webgpu" = "wasm") =>
  fakeEngine(backend, () => ({ logits: Float32Array.of(value) }));

test("the least recently used expert is released when a fourth is kept", async () => {
  const engine = engineOf(0);
  const cache = new ExpertCache(3);
  for (const id of ["a", "b", "c"]) await cache.put(id, engine, await engine.load(file));
  expect(cache.get("a", engine)).not.toBeNull();
  await cache.put("d", engine, await engine.load(file));
  expect(["a", "b", "c", "d"].filter((id) => cache.has(id))).toEqual(["a", "c", "d"]);
  expect(engine.log.filter((entry) => entry === "release")).toHaveLength(1);
});

test("an expert that was loaded on another engine is not returned, and is replaced", async () => {
  const [wasm, webgpu] = [engineOf(0), engineOf(0, "webgpu")];
  const cache = new ExpertCache(3);
  await cache.put("a", webgpu, await webgpu.load(file));
  expect(cache.get("a", wasm)).toBeNull();
  await cache.put("a", wasm, await wasm.load(file));
  expect(webgpu.log).toEqual(["load", "release"]);
  expect(cache.get("a", wasm)).not.toBeNull();
});

test("releasing frees one expert, clearing all; unknown ones are not an error", async () => {
  const engine = engineOf(0);
  const cache = new ExpertCache(3);
  for (const id of ["a", "b", "c"]) await cache.put(id, engine, await engine.load(file));
  await cache.release("a");
  await cache.release("nobody");
  expect(cache.has("a")).toBe(false);
  await cache.clear();
  expect(engine.log.filter((entry) => entry === "release")).toHaveLength(3);
});

test("on WASM an expert is simply loaded", async () => {
  const wasm = engineOf(1);
  await loadExpert(file, wasm, wasm, probe);
  expect(wasm.log).toEqual(["load"]);
});

test("on WebGPU an expert must agree with WASM, whose copy is freed again", async () => {
  const [wasm, webgpu] = [engineOf(1), engineOf(1.00001, "webgpu")];
  await loadExpert(file, webgpu, wasm, probe);
  expect(wasm.log).toEqual(["load", "run", "release"]);
  expect(webgpu.log).toEqual(["load", "run"]);
});

test("an expert with different output on WebGPU is released and refused", async () => {
  const [wasm, webgpu] = [engineOf(1), engineOf(1.5, "webgpu")];
  await expect(loadExpert(file, webgpu, wasm, probe)).rejects.toMatchObject({ name: "ModelError" });
  expect(webgpu.log.at(-1)).toBe("release");
});

test.each([
  ["cannot be run on WebGPU", "run", "webgpu"],
  ["cannot be opened on WASM beside it", "load", "wasm"],
  ["cannot be run on WASM beside it", "run", "wasm"],
] as const)("an expert that %s leaves no model behind", async (_, action, failing) => {
  const fail = (backend: string) => (what: string) => {
    if (backend === failing && what === action) throw new Error("out of memory");
  };
  const [wasm, webgpu] = (["wasm", "webgpu"] as const).map((backend) =>
    fakeEngine(backend, () => ({ logits: Float32Array.of(1) }), fail(backend)),
  );
  await expect(loadExpert(file, webgpu!, wasm!, probe)).rejects.toThrow("out of memory");
  expect(webgpu!.models).toBe(0);
  // A failed load does not count.
  expect(wasm!.log.filter((entry) => entry === "release")).toHaveLength(failing === "wasm" && action === "run" ? 1 : 0);
});
