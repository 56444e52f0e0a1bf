import type * as Ort from "onnxruntime-web";
import { InferenceError } from "../../../rpc/errors.ts";
import { createQueue, type Queue } from "../../../rpc/queue.ts";
import { BACKEND_NAMES } from "../backendNames.ts";
import type { Backend, Batch } from "../types.ts";

/** Outputs of a model by name. */
export type Outputs = Record<string, Float32Array>;

/** A model loaded on an engine. The caller that loaded it releases it. */
export interface Model {
  run(batch: Batch): Promise<Outputs>;
  release(): Promise<void>;
}

/**
 * One ONNX Runtime on one backend. The runtime allows only one run or load at a time, so every `load`, `run` and `release` must be
 * inside a `turn`. Failures are `ModelError`s or `MemoryError`s.
 */
export interface Engine {
  readonly backend: Backend;
  readonly threads: number;
  readonly turn: Queue;
  /** Models that are loaded and not released. */
  readonly models: number;
  load(file: ArrayBuffer): Promise<Model>;
}

/** The part of onnxruntime-web that is used. */
export type Runtime = Pick<typeof Ort, "InferenceSession" | "Tensor" | "env">;

/** Errors only: the runtime's warnings about operators that stay on the CPU are expected. */
const LOG_ERRORS = 3;

/** Out-of-memory messages of the runtime, WebAssembly and WebGPU. */
export const OUT_OF_MEMORY =
  /bad_alloc|out of memory|\bOOM\b|allocation failed|failed to allocate|could not allocate|cannot enlarge memory/i;
const NO_MEMORY = "this tab has no memory left for it. Close other tabs or run a smaller expert; nothing else is lost.";

export function createEngine(runtime: Runtime, backend: Backend, threads: number): Engine {
  // Set once the GPU device is lost: nothing can run after that.
  let lost: string | null = null;
  let interrupt: ((reason: Error) => void) | null = null;
  let watching = false;
  let models = 0;

  /** ONNX Runtime may never settle a run whose device is lost, so the loss itself rejects it. */
  async function guarded<T>(what: string, work: () => Promise<T>): Promise<T> {
    try {
      if (lost !== null) throw new Error(lost);
      const interrupted = new Promise<never>((_, reject) => {
        interrupt = reject;
      });
      return await Promise.race([work(), interrupted]);
    } catch (error) {
      // ONNX Runtime throws numbers for some failures inside its WASM.
      const detail = error instanceof Error ? error.message : `code ${String(error)}`;
      if (OUT_OF_MEMORY.test(detail)) {
        throw new InferenceError(
          "MemoryError",
          `The model could not be ${what} on ${BACKEND_NAMES[backend]}: ${NO_MEMORY}`,
        );
      }
      throw new InferenceError("ModelError", `The model could not be ${what} on ${BACKEND_NAMES[backend]}: ${detail}`);
    } finally {
      interrupt = null;
    }
  }

  async function watchDevice(): Promise<void> {
    watching = true;
    const { message } = await (await runtime.env.webgpu.device).lost;
    lost = `the GPU device was lost${message ? ` (${message})` : ""}`;
    interrupt?.(new Error(lost));
  }

  async function load(file: ArrayBuffer): Promise<Model> {
    const session = await guarded("opened", () =>
      runtime.InferenceSession.create(new Uint8Array(file), {
        executionProviders: [backend],
        graphOptimizationLevel: "all",
        logSeverityLevel: LOG_ERRORS,
      }),
    );
    // The runtime creates its GPU device with the first session, destroys it with the last, and cannot create another. So the first
    // session is kept; otherwise the user could not return to WebGPU without a reload.
    const keepsDevice = backend === "webgpu" && !watching;
    if (keepsDevice) void watchDevice();
    models++;
    const release = async () => {
      await session.release();
      models--;
    };
    return {
      run: ({ rows, columns, ids }) =>
        guarded("run", async () => {
          const outputs = await session.run({
            input_ids: new runtime.Tensor("int64", ids, [rows, columns]),
            attention_mask: new runtime.Tensor("int64", new BigInt64Array(ids.length).fill(1n), [rows, columns]),
          });
          return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
        }),
      release: keepsDevice ? () => Promise.resolve() : release,
    };
  }
  const turn = createQueue();
  return {
    backend,
    threads,
    turn,
    load,
    get models() {
      // Models on a lost device are gone with it.
      return lost === null ? models : 0;
    },
  };
}

/** The output called `name`; ModelError when it is missing or does not contain float32 numbers. */
export function output(outputs: Outputs, name: string): Float32Array {
  const data = outputs[name];
  if (data instanceof Float32Array) return data;
  throw new InferenceError(
    "ModelError",
    `The model has no float32 output "${name}": it has ${Object.keys(outputs).join(", ")}.`,
  );
}
