import type { Backend } from "./types.ts";

/** What a backend is called in sentences. */
export const BACKEND_NAMES: Readonly<Record<Backend, string>> = { wasm: "WASM", webgpu: "WebGPU" };
