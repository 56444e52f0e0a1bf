import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import type { CallOptions, WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { WorkerHandle } from "../../rpc/workerHandle.ts";
import type { LabCalls, LabOutcome, LabTableRequest, TrainRequest } from "./protocol.ts";

/** The page's handle on the worker that trains routers. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class LabClient {
  readonly #handle: WorkerHandle<LabCalls>;

  constructor(createWorker: () => WorkerLike) {
    this.#handle = new WorkerHandle(createWorker, {
      notOpen: "The lab has no table yet.",
      closed: "The lab has been closed.",
    });
  }

  /** What the worker holds in memory; null when none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#handle.holdings();
  }

  /** Gives the worker its table, in place of the one before. */
  async open(request: LabTableRequest, options?: CallOptions): Promise<void> {
    await this.#handle.open("open", request, options);
  }

  missing(request: LabCalls["missing"]["request"], options?: CallOptions): Promise<LabCalls["missing"]["result"]> {
    return this.#handle.call("missing", request, options);
  }

  async keep(request: LabCalls["keep"]["request"]): Promise<void> {
    await this.#handle.call("keep", request, { transfer: [request.data.buffer as ArrayBuffer] });
  }

  async vectors(request: LabCalls["vectors"]["request"], options?: CallOptions): Promise<void> {
    await this.#handle.call("vectors", request, options);
  }

  test(request: LabCalls["test"]["request"], options?: CallOptions): Promise<LabCalls["test"]["result"]> {
    return this.#handle.call("test", request, options);
  }

  train(request: TrainRequest, options?: CallOptions): Promise<LabOutcome> {
    return this.#handle.call("train", request, options);
  }

  /** A router of the training that was last finished. */
  router(request: LabCalls["router"]["request"], options?: CallOptions): Promise<TrainedRouter> {
    return this.#handle.call("router", request, options);
  }

  /** Ends the worker and frees its memory; `open` starts another. */
  close(): Promise<void> {
    return this.#handle.close();
  }
}
