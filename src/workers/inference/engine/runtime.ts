// The runtime's glue code and binary are separate files, loaded by URL, which works from any folder.
import webgpuGlue from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import webgpuBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import wasmGlue from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasmBinary from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import * as wasmRuntime from "onnxruntime-web/wasm";
import { InferenceError } from "../../../rpc/errors.ts";
import type { Runtimes } from "./backends.ts";
import { createEngine, type Engine } from "./engine.ts";

const NO_WASM =
  "This browser does not run WebAssembly with SIMD, which the models need. A strict or lockdown mode may have switched it off: " +
  "allow it for this page, or use a newer browser. Everything that shows measured figures works without it.";

/** A module with one function that makes a vector: the minimum for running the runtime. */
const VECTOR_MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], // magic and version
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], // type: () → v128
  ...[0x03, 0x02, 0x01, 0x00], // one function of that type
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b], // i8x16.splat(0)
);

/** More threads do not pay off for models of a few million parameters. */
const MOST_THREADS = 4;

const made: Engine[] = [];
let wasmEngine: Engine | null = null;
let webgpuEngine: Promise<Engine> | null = null;

/** The browser's engines. The runtimes are process-wide, so each engine is created once. */
export const browserRuntimes: Runtimes = {
  wasm() {
    if (!runsWasm()) throw new InferenceError("ModelError", NO_WASM);
    if (!wasmEngine) {
      // Threads share memory, which browsers allow only on cross-origin isolated pages.
      const threads = self.crossOriginIsolated ? Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency)) : 1;
      wasmRuntime.env.wasm.numThreads = threads;
      wasmRuntime.env.wasm.wasmPaths = { mjs: wasmGlue, wasm: wasmBinary };
      wasmEngine = createEngine(wasmRuntime, "wasm", threads);
      made.push(wasmEngine);
    }
    return wasmEngine;
  },

  async whyNoWebgpu() {
    if (!navigator.gpu) return "this browser has no WebGPU";
    const adapter = await navigator.gpu.requestAdapter().catch(() => null);
    return adapter ? null : "no WebGPU adapter in this browser";
  },

  /** A second, larger runtime: downloaded only when there is an adapter to run it on. */
  webgpu() {
    webgpuEngine ??= loadWebgpu().catch((error) => {
      webgpuEngine = null; // a failed download may succeed next time
      throw error;
    });
    return webgpuEngine;
  },

  made: () => made,
};

async function loadWebgpu(): Promise<Engine> {
  const runtime = await import("onnxruntime-web/webgpu");
  runtime.env.wasm.numThreads = 1;
  runtime.env.wasm.wasmPaths = { mjs: webgpuGlue, wasm: webgpuBinary };
  const engine = createEngine(runtime, "webgpu", 1);
  made.push(engine);
  return engine;
}

/** Whether WebAssembly is available, allowed, and has SIMD. */
function runsWasm(): boolean {
  try {
    new WebAssembly.Module(VECTOR_MODULE);
    return true;
  } catch {
    return false;
  }
}
