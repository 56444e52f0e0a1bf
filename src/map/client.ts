import { type CallOptions, WorkerCaller, type WorkerLike } from "../inference/caller.ts";
import { InferenceError } from "../inference/errors.ts";
import type { PlacedPrompt } from "./place.ts";
import type { MapCalls, MapRequest } from "./protocol.ts";

/** The page's handle on the map worker. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class MapClient {
  readonly #createWorker: () => WorkerLike;
  #caller: WorkerCaller<MapCalls> | null = null;
  /** What the worker holds: a fresh one is given the same after a crash. */
  #opened: MapRequest | null = null;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  /** Loads the embeddings in the worker; `x` and `y` are copied. */
  async open(request: MapRequest, options?: CallOptions): Promise<{ rows: number }> {
    this.#caller ??= new WorkerCaller(this.#createWorker(), {
      failure: () => {
        this.#caller = null;
      },
    });
    const opened = await this.#caller.call("open", request, options);
    this.#opened = request;
    return opened;
  }

  /** Where a prompt with this router state lies on the map, and its nearest benchmark prompts. */
  async place(state: Float32Array, options?: CallOptions & { neighbors?: number }): Promise<PlacedPrompt> {
    if (!this.#caller && this.#opened) await this.open(this.#opened);
    if (!this.#caller) throw new InferenceError("NotOpenError", "The map has not been loaded yet.");
    return this.#caller.call("place", { state, neighbors: options?.neighbors }, options);
  }

  /** Ends the worker; pending calls are rejected. */
  dispose(): void {
    this.#caller?.end(new InferenceError("DisposedError", "The map has been closed."));
    this.#caller = null;
    this.#opened = null;
  }
}
