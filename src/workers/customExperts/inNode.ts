/**
 * @file For tests: transformers.js in Node on the runtime's WASM, with the build for browsers, as the worker has it. Import this before
 * anything that loads it.
 */
import { vi } from "vitest";

const { distFile } = vi.hoisted(() => {
  // transformers.js uses the runtime that it finds under this name, and then has no list of device names.
  vi.stubGlobal("self", globalThis);
  // In Node it would give the runtime file paths, which do not exist here.
  Object.defineProperty(process, "release", { value: { ...process.release, name: "browser" } });
  const folder = `file://${process.cwd()}/node_modules/onnxruntime-web/dist/`;
  return { distFile: (name: string) => ({ default: `${folder}${name}` }) };
});
// A development server's URLs are not files.
vi.mock("onnxruntime-web/ort-wasm-simd-threaded.mjs?url", () => distFile("ort-wasm-simd-threaded.mjs"));
vi.mock("onnxruntime-web/ort-wasm-simd-threaded.wasm?url", () => distFile("ort-wasm-simd-threaded.wasm"));
vi.mock("onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url", () => distFile("ort-wasm-simd-threaded.mjs"));
vi.mock("onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url", () => distFile("ort-wasm-simd-threaded.wasm"));
vi.mock("@xenova/transformers", () => {
  // The build for Node needs native packages, which this project does not install.
  const path = "../../../node_modules/@xenova/transformers/dist/transformers.web.js";
  return import(/* @vite-ignore */ path) as Promise<typeof import("@xenova/transformers")>;
});
