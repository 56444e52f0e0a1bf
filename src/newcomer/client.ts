import { type CallOptions, WorkerCaller, type WorkerLike } from "../inference/caller.ts";
import type { Holdings } from "../inference/channel.ts";
import { InferenceError } from "../inference/errors.ts";
import type { NewcomerCalls } from "./protocol.ts";

/**
 * The page's handle on the worker of added experts, which is started by the first call. Rejects with an `InferenceError`, or with
 * the signal's reason when aborted. After a crash, or a model that cannot be opened or run, the next call starts a fresh one.
 */
export class NewcomerClient {
  readonly #createWorker: () => WorkerLike;
  #caller: WorkerCaller<NewcomerCalls> | null = null;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  async call<T extends keyof NewcomerCalls & string>(
    type: T,
    request: NewcomerCalls[T]["request"],
    options?: CallOptions,
  ): Promise<NewcomerCalls[T]["result"]> {
    this.#caller ??= new WorkerCaller(this.#createWorker(), {
      failure: () => {
        this.#caller = null;
      },
    });
    const caller = this.#caller;
    try {
      return await caller.call(type, request, options);
    } catch (error) {
      // transformers.js lets every session wait for the one before: after one that failed, all the following would fail like it.
      if (error instanceof InferenceError && error.name === "ModelError") {
        caller.retire();
        if (this.#caller === caller) this.#caller = null;
      }
      throw error;
    }
  }

  /** What the worker holds; null while none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#caller?.holdings() ?? null;
  }

  dispose(): void {
    this.#caller?.end(new InferenceError("DisposedError", "The added experts have been closed."));
    this.#caller = null;
  }
}
