import type { CallOptions, WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { WorkerHandle } from "../../rpc/workerHandle.ts";
import type { CustomExpertCalls, Device } from "./protocol.ts";

/**
 * The page's handle on the worker of added experts, which is started by the first call. Rejects with an `InferenceError`, or with
 * the signal's reason when aborted. After a crash, or a model that cannot be opened or run, the next call starts a fresh one. So does
 * an expert for another device: a worker has one runtime, and the one for WebGPU is twice as large as WASM needs.
 */
export class CustomExpertClient {
  readonly #handle: WorkerHandle<CustomExpertCalls>;
  /** What the worker's runtime was made for; null while it has none. */
  #device: Device | null = null;

  constructor(createWorker: () => WorkerLike) {
    const fresh = () => {
      this.#device = null;
      return createWorker();
    };
    this.#handle = new WorkerHandle(fresh, {
      onDemand: true,
      // transformers.js lets every session wait for the one before: after one that failed, all the following would fail like it.
      spoils: ({ name }) => name === "ModelError",
      notOpen: "The added experts are not running.",
      closed: "The added experts have been closed.",
    });
  }

  async call<T extends keyof CustomExpertCalls & string>(
    type: T,
    request: CustomExpertCalls[T]["request"],
    options?: CallOptions,
  ): Promise<CustomExpertCalls[T]["result"]> {
    if (type === "release" && this.#handle.state !== "ready") return null as CustomExpertCalls[T]["result"];
    const device = deviceOf(request);
    if (device !== null && this.#device !== null && device !== this.#device) this.#handle.retire();
    const answer = this.#handle.call(type, request, options);
    this.#device = device ?? this.#device;
    return answer;
  }

  /** What the worker holds; null while none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#handle.holdings();
  }

  /** Ends the worker, whatever it is at. */
  dispose(): void {
    void this.#handle.close();
  }
}

/** Where the expert of a request runs; null for a request of none. */
function deviceOf(request: unknown): Device | null {
  const { device, expert } = (request ?? {}) as { device?: Device; expert?: { device: Device } };
  return device ?? expert?.device ?? null;
}
