import type { GivenRows } from "../../lab/router/predictScores.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import type { WorkerLike } from "../../rpc/caller.ts";
import { WorkerHandle } from "../../rpc/workerHandle.ts";
import type { RouteResult } from "../inference/protocol.ts";
import type { TableRouterCalls } from "./protocol.ts";

/** The page's handle on the worker that holds a trained router. Rejects with an `InferenceError`. */
export class TableRouterClient {
  readonly #handle: WorkerHandle<TableRouterCalls>;

  constructor(createWorker: () => WorkerLike) {
    this.#handle = new WorkerHandle(createWorker, {
      notOpen: "No trained router is in use.",
      closed: "The trained router has been put away.",
      onDemand: true,
    });
  }

  async open(router: TrainedRouter): Promise<void> {
    await this.#handle.open("open", { router });
  }

  /** 1 − score by model in `losses`; a point for the map in `state`. */
  route(text: string, given?: GivenRows): Promise<RouteResult> {
    return this.#handle.call("route", { text, given });
  }

  /** The router's files as one zip. */
  async zip(router: TrainedRouter): Promise<Blob> {
    return new Blob([await this.#handle.call("zip", { router })], { type: "application/zip" });
  }

  /** Ends the worker; `open` starts another. */
  close(): void {
    void this.#handle.close();
  }
}
