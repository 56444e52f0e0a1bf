import type { GivenRows } from "../../lab/router/predictScores.ts";
import type { TrainedRouter } from "../../lab/router/trainedRouter.ts";
import type { CallOptions, WorkerLike } from "../../rpc/caller.ts";
import { WorkerHandle } from "../../rpc/workerHandle.ts";
import type { RouteResult } from "../inference/protocol.ts";
import type { TableRouterCalls } from "./protocol.ts";
import type { TextSource } from "./textModels.ts";

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

  /** The router's files as one zip. @param lambda points of score per dollar per 1,000 prompts, for calls that name none */
  async zip(router: TrainedRouter, sources: readonly TextSource[] = [], lambda = 0): Promise<Blob> {
    return new Blob([await this.#handle.call("zip", { router, sources, lambda })], { type: "application/zip" });
  }

  readPrompts(file: Blob, name: string, options?: CallOptions): Promise<string[]> {
    return this.#handle.call("readPrompts", { file, name }, options);
  }

  /** Of many texts; see the protocol. */
  routeTexts(
    request: TableRouterCalls["routeTexts"]["request"],
    options?: CallOptions,
  ): Promise<TableRouterCalls["routeTexts"]["result"]> {
    return this.#handle.call("routeTexts", request, options);
  }

  /** Ends the worker; `open` starts another. */
  close(): void {
    void this.#handle.close();
  }
}
