import { type CallOptions, WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { States } from "../inference/states.ts";
import type { EncoderCalls, OpenEncoder } from "./protocol.ts";

/** An encoder in a worker of its own, ended by `close`. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class EncoderClient {
  readonly #caller: WorkerCaller<EncoderCalls>;

  constructor(worker: WorkerLike) {
    this.#caller = new WorkerCaller(worker);
  }

  /** The files move into the worker. */
  async open(request: OpenEncoder, options: CallOptions = {}): Promise<void> {
    await this.#caller.call("open", request, { ...options, transfer: [...request.files.values()] });
  }

  embed(texts: readonly string[], options?: CallOptions): Promise<States> {
    return this.#caller.call("embed", { texts }, options);
  }

  close(): void {
    this.#caller.end(new InferenceError("DisposedError", "The encoder has been closed."));
  }
}
