import type { CallOptions, WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { WorkerHandle } from "../../rpc/workerHandle.ts";
import type { CustomExpertCalls, Device } from "./protocol.ts";

/**
 * The page's handle on the worker for added experts, which the first call starts. Rejects with an `InferenceError`, or with the
 * signal's reason when aborted. The next call starts a new worker after a crash, after a model that cannot be opened or run, after the
 * open model was released, and for an expert on another device: a worker has one runtime, and the one for WebGPU is twice as large as
 * WASM needs.
 */
export class CustomExpertClient {
  readonly #handle: WorkerHandle<CustomExpertCalls>;
  /** The device of the worker's runtime; null while it has none. */
  #device: Device | null = null;

  constructor(createWorker: () => WorkerLike) {
    const fresh = () => {
      this.#device = null;
      return createWorker();
    };
    this.#handle = new WorkerHandle(fresh, {
      onDemand: true,
      // transformers.js queues all sessions: after one has failed, all later ones would fail the same way. WASM memory never shrinks.
      spoils: ({ name }) => name === "ModelError" || name === "MemoryError",
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
    if (type !== "release") return answer;
    return answer.then((done) => {
      void this.#endIfEmpty();
      return done;
    });
  }

  /** Ends a worker that holds no model: what a model took of its WASM memory would stay taken as long as the worker lives. */
  async #endIfEmpty(): Promise<void> {
    const held = await this.#handle.holdings()?.catch(() => null);
    if (held?.models === 0 && held.calls === 0) this.#handle.retire();
  }

  /** What the worker holds in memory; null when none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#handle.holdings();
  }

  /** Terminates the worker at once. */
  dispose(): void {
    void this.#handle.close();
  }
}

/** Device of a request's expert; null for a request without one. */
export function deviceOf(request: unknown): Device | null {
  const { device, expert } = (request ?? {}) as { device?: Device; expert?: { device: Device } };
  return device ?? expert?.device ?? null;
}
