import { type CallOptions, WorkerCaller, type WorkerLike } from "../inference/caller.ts";
import { InferenceError } from "../inference/errors.ts";
import type { PlacedPrompt } from "./place.ts";
import type { MapCalls, MapRequest } from "./protocol.ts";

/** The page's handle on the map worker. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class MapClient {
  readonly #createWorker: () => WorkerLike;
  #caller: WorkerCaller<MapCalls> | null = null;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  /** Loads the embeddings in the worker; `x` and `y` are copied. After a crash, opening again starts a fresh worker. */
  open(request: MapRequest, options?: CallOptions): Promise<{ rows: number }> {
    this.#caller ??= new WorkerCaller(this.#createWorker(), {
      failure: () => {
        this.#caller = null;
      },
    });
    return this.#caller.call("open", request, options);
  }

  /** Where a prompt with this router state lies on the map, and its nearest benchmark prompts. */
  place(state: Float32Array, options?: CallOptions & { neighbors?: number }): Promise<PlacedPrompt> {
    if (this.#caller) return this.#caller.call("place", { state, neighbors: options?.neighbors }, options);
    return Promise.reject(new InferenceError("NotOpenError", "The map has not been loaded yet."));
  }

  /** Ends the worker; pending calls are rejected. */
  dispose(): void {
    this.#caller?.end(new InferenceError("DisposedError", "The map has been closed."));
    this.#caller = null;
  }
}
