import { type CallOptions, WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { CustomExpertCalls, Device } from "./protocol.ts";

/**
 * The page's handle on the worker of added experts, which is started by the first call. Rejects with an `InferenceError`, or with
 * the signal's reason when aborted. After a crash, or a model that cannot be opened or run, the next call starts a fresh one. So does
 * an expert for another device: a worker has one runtime, and the one for WebGPU is twice as large as WASM needs.
 */
export class CustomExpertClient {
  readonly #createWorker: () => WorkerLike;
  #caller: WorkerCaller<CustomExpertCalls> | null = null;
  /** What the worker's runtime was made for; null while it has none. */
  #device: Device | null = null;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  async call<T extends keyof CustomExpertCalls & string>(
    type: T,
    request: CustomExpertCalls[T]["request"],
    options?: CallOptions,
  ): Promise<CustomExpertCalls[T]["result"]> {
    if (type === "close" && !this.#caller) return null as CustomExpertCalls[T]["result"];
    const device = deviceOf(request);
    if (device !== null && this.#device !== null && device !== this.#device) this.#leave();
    this.#device = device ?? this.#device;
    this.#caller ??= new WorkerCaller(this.#createWorker(), {
      failure: () => {
        this.#caller = null;
        this.#device = null;
      },
    });
    const caller = this.#caller;
    try {
      return await caller.call(type, request, options);
    } catch (error) {
      // transformers.js lets every session wait for the one before: after one that failed, all the following would fail like it.
      if (error instanceof InferenceError && error.name === "ModelError") {
        if (this.#caller === caller) this.#leave();
        else caller.retire();
      }
      throw error;
    }
  }

  /** The next call starts a fresh worker; the present one ends once it has answered. */
  #leave(): void {
    this.#caller?.retire();
    this.#caller = null;
    this.#device = null;
  }

  /** What the worker holds; null while none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#caller?.holdings() ?? null;
  }

  /** Ends the worker, whatever it is at. */
  dispose(): void {
    this.#caller?.end(new InferenceError("DisposedError", "The added experts have been closed."));
    this.#caller = null;
  }
}

/** Where the expert of a request runs; null for a request of none. */
function deviceOf(request: unknown): Device | null {
  const { device, expert } = (request ?? {}) as { device?: Device; expert?: { device: Device } };
  return device ?? expert?.device ?? null;
}
