import type { FileReference } from "../../library/load.ts";
import type { CallOptions, WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { WorkerHandle } from "../../rpc/workerHandle.ts";
import type { Coordinates, LayoutSettings, Space } from "./layout.ts";
import type { PlacedPrompt } from "./place.ts";
import type { LayoutProgress, MapCalls, MapRequest, Scores, ScoresRequest } from "./protocol.ts";

/** The page's handle on the map worker. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class MapClient {
  readonly #handle: WorkerHandle<MapCalls, LayoutProgress>;

  /** @param onLayout called with the progress of a layout */
  constructor(createWorker: () => WorkerLike, onLayout: (progress: LayoutProgress) => void = () => undefined) {
    this.#handle = new WorkerHandle(createWorker, {
      event: onLayout,
      notOpen: "The map has not been loaded yet.",
      closed: "The map has been closed.",
    });
  }

  /** Loads the embeddings in the worker. */
  open(request: MapRequest, options?: CallOptions): Promise<{ rows: number }> {
    return this.#handle.open("open", request, options);
  }

  /** Loads the causal model's space; returns its map. @param ids the benchmark's prompts in order */
  openCausal(file: FileReference, ids: readonly string[], options?: CallOptions): Promise<Coordinates> {
    return this.#handle.extend("openCausal", { file, ids }, options);
  }

  /** The benchmark prompts nearest to a prompt with this router state, and their weights in its position on the map. */
  place(state: Float32Array, options?: CallOptions & { neighbors?: number }): Promise<PlacedPrompt> {
    return this.#handle.call("place", { state, neighbors: options?.neighbors }, options);
  }

  /** Layouts and scores pause for a moment, so that the router has the processor. */
  rest(): Promise<null> {
    return this.#handle.call("rest", null);
  }

  /** The benchmark prompts nearest to one of them, by router state. */
  nearest(row: number, neighbors: number, options?: CallOptions): Promise<PlacedPrompt["neighbors"]> {
    return this.#handle.call("nearest", { row, neighbors }, options);
  }

  /** Recomputes the layout of a space. */
  layout(space: Space, settings: LayoutSettings, options?: CallOptions): Promise<Coordinates> {
    return this.#handle.call("layout", { space, settings }, options);
  }

  /** How well a space separates the labels of some prompts. */
  scores(request: ScoresRequest, options?: CallOptions): Promise<Scores> {
    return this.#handle.call("scores", request, options);
  }

  /** What the worker holds in memory; null when none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#handle.holdings();
  }

  /** Terminates the worker; pending calls are rejected. `open` starts a new one. */
  dispose(): void {
    void this.#handle.close();
  }
}
