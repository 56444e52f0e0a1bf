import type { FileReference } from "../../library/load.ts";
import { type CallOptions, WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { Coordinates, LayoutSettings, Space } from "./layout.ts";
import type { PlacedPrompt } from "./place.ts";
import type { LayoutProgress, MapCalls, MapRequest, Scores, ScoresRequest } from "./protocol.ts";

interface Opened {
  map: MapRequest;
  causal: MapCalls["openCausal"]["request"] | null;
}

/** The page's handle on the map worker. Rejects with an `InferenceError`, or with the signal's reason when aborted. */
export class MapClient {
  readonly #createWorker: () => WorkerLike;
  readonly #onLayout: (progress: LayoutProgress) => void;
  #caller: WorkerCaller<MapCalls, LayoutProgress> | null = null;
  /** What the worker holds: a fresh one is given the same after a crash. */
  #opened: Opened | null = null;
  #reopening: Promise<void> | null = null;
  /** Whether the worker that runs has opened a map: a fresh one has not. */
  #ready = false;
  #openings = 0;

  /** @param onLayout hears how far a layout has come */
  constructor(createWorker: () => WorkerLike, onLayout: (progress: LayoutProgress) => void = () => undefined) {
    this.#createWorker = createWorker;
    this.#onLayout = onLayout;
  }

  /** Loads the embeddings in the worker. */
  async open(request: MapRequest, options?: CallOptions): Promise<{ rows: number }> {
    this.#caller ??= new WorkerCaller<MapCalls, LayoutProgress>(this.#createWorker(), {
      event: this.#onLayout,
      failure: () => {
        this.#caller = null;
        this.#ready = false;
      },
    });
    const mine = ++this.#openings;
    const opened = await this.#caller.call("open", request, options);
    // Another library may have been opened meanwhile: the newest counts.
    if (mine === this.#openings) {
      this.#opened = { map: request, causal: null };
      this.#ready = true;
    }
    return opened;
  }

  /** Loads the causal model's space; gives its map. @param ids the benchmark's prompts in order */
  async openCausal(file: FileReference, ids: readonly string[], options?: CallOptions): Promise<Coordinates> {
    const map = await this.#call("openCausal", { file, ids }, options);
    if (this.#opened) this.#opened.causal = { file, ids };
    return map;
  }

  /** The benchmark prompts nearest to a prompt with this router state, and their weights in its place on the map. */
  place(state: Float32Array, options?: CallOptions & { neighbors?: number }): Promise<PlacedPrompt> {
    return this.#call("place", { state, neighbors: options?.neighbors }, options);
  }

  /** The benchmark prompts nearest to one of them, by router state. */
  nearest(row: number, neighbors: number, options?: CallOptions): Promise<PlacedPrompt["neighbors"]> {
    return this.#call("nearest", { row, neighbors }, options);
  }

  /** Lays a space out anew. */
  layout(space: Space, settings: LayoutSettings, options?: CallOptions): Promise<Coordinates> {
    return this.#call("layout", { space, settings }, options);
  }

  /** How well a space keeps the labels of some prompts apart. */
  scores(request: ScoresRequest, options?: CallOptions): Promise<Scores> {
    return this.#call("scores", request, options);
  }

  /** What the worker holds; null while none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#caller?.holdings() ?? null;
  }

  /** Ends the worker; pending calls are rejected. */
  dispose(): void {
    this.#caller?.end(new InferenceError("DisposedError", "The map has been closed."));
    this.#caller = null;
    this.#ready = false;
    this.#opened = null;
    this.#openings++;
  }

  async #call<T extends keyof MapCalls & string>(
    type: T,
    request: MapCalls[T]["request"],
    options?: CallOptions,
  ): Promise<MapCalls[T]["result"]> {
    if (this.#opened && (this.#reopening || !this.#ready)) await this.#reopen(this.#opened);
    if (!this.#caller) throw new InferenceError("NotOpenError", "The map has not been loaded yet.");
    return this.#caller.call(type, request, options);
  }

  /** After a crash; calls that come meanwhile wait until the fresh worker holds the same. */
  #reopen(opened: Opened): Promise<void> {
    this.#reopening ??= this.#restore(opened).finally(() => {
      this.#reopening = null;
    });
    return this.#reopening;
  }

  async #restore({ map, causal }: Opened): Promise<void> {
    await this.open(map);
    if (!causal || !this.#caller) return;
    await this.#caller.call("openCausal", causal);
    // `open` has forgotten it.
    if (this.#opened) this.#opened.causal = causal;
  }
}
