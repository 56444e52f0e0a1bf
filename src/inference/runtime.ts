// The runtime's glue and binary are files of their own, loaded by address: the addresses work from any folder.
import webgpuGlue from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import webgpuBinary from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import wasmGlue from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import wasmBinary from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import * as wasmRuntime from "onnxruntime-web/wasm";
import type { Runtimes } from "./backends.ts";
import { createEngine, type Engine } from "./engine.ts";

/** More threads than this do not pay for models of a few million parameters. */
const MOST_THREADS = 4;

let wasmEngine: Engine | null = null;
let webgpuEngine: Promise<Engine> | null = null;

/** The engines of a browser. The runtimes are process-wide, so each engine is made once. */
export const browserRuntimes: Runtimes = {
  wasm() {
    if (!wasmEngine) {
      // Threads share memory, which browsers allow only on cross-origin isolated pages.
      const threads = self.crossOriginIsolated ? Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency)) : 1;
      wasmRuntime.env.wasm.numThreads = threads;
      wasmRuntime.env.wasm.wasmPaths = { mjs: wasmGlue, wasm: wasmBinary };
      wasmEngine = createEngine(wasmRuntime, "wasm", threads);
    }
    return wasmEngine;
  },

  async whyNoWebgpu() {
    if (!navigator.gpu) return "this browser has no WebGPU";
    const adapter = await navigator.gpu.requestAdapter().catch(() => null);
    return adapter ? null : "no WebGPU adapter in this browser";
  },

  /** A second, larger runtime: fetched only when there is an adapter to run it on. */
  webgpu() {
    webgpuEngine ??= loadWebgpu().catch((error) => {
      webgpuEngine = null; // a failed download may succeed next time
      throw error;
    });
    return webgpuEngine;
  },
};

async function loadWebgpu(): Promise<Engine> {
  const runtime = await import("onnxruntime-web/webgpu");
  runtime.env.wasm.numThreads = 1;
  runtime.env.wasm.wasmPaths = { mjs: webgpuGlue, wasm: webgpuBinary };
  return createEngine(runtime, "webgpu", 1);
}
