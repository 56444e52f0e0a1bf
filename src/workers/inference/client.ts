import { createStore } from "zustand/vanilla";
import type { CallOptions, WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { WorkerHandle } from "../../rpc/workerHandle.ts";
import type { Continuation, ContinueRequest } from "./causal/continuation.ts";
import type {
  BackendReport,
  EmbedResult,
  FillRequest,
  FillResult,
  InferenceCalls,
  InferenceEvent,
  LibraryExpert,
  MeasureRequest,
  MeasureResult,
  OpenRequest,
  RoutedTexts,
  RouteResult,
} from "./protocol.ts";
import type { States } from "./states.ts";

export type { CallOptions, WorkerLike } from "../../rpc/caller.ts";

const FAREWELL = { type: "dispose", request: null } as const;

/**
 * The page's handle on the inference worker. All methods reject with an `InferenceError`, or with the signal's reason when aborted.
 * When the worker crashes, its pending calls are rejected, and the next call starts a new worker in the same state.
 */
export class InferenceClient {
  readonly #handle: WorkerHandle<InferenceCalls, InferenceEvent>;
  readonly #report = createStore<{ backend: BackendReport | null }>(() => ({ backend: null }));

  constructor(createWorker: () => WorkerLike) {
    this.#handle = new WorkerHandle(createWorker, {
      event: ({ report }) => this.#report.setState({ backend: report }),
      notOpen: "The models are not running: open the library first.",
      closed: "The models have been closed.",
    });
  }

  /**
   * Loads tokenizer and router; resolves as soon as WASM can route. WebGPU is compared afterwards, and the result is reported
   * through `onBackend`. May be called again, e.g. with another `forced` backend.
   */
  open(request: OpenRequest, options?: CallOptions): Promise<BackendReport> {
    return this.#handle.open("open", request, options);
  }

  /** Latest wins: of the prompts waiting in the worker only the last is run, the others resolve as superseded. */
  route(text: string, options?: CallOptions): Promise<RouteResult> {
    return this.#handle.call("route", { text }, options);
  }

  /** Loads the expert if necessary and runs it once on the text. */
  fill(request: FillRequest, options?: CallOptions): Promise<FillResult> {
    return this.#handle.call("fill", request, options);
  }

  /** Continues a text with a causal expert of the library; the text so far comes as progress. */
  continue(request: ContinueRequest<LibraryExpert>, options?: CallOptions): Promise<Continuation> {
    return this.#handle.call("continue", request, options);
  }

  /** The router's answer for a sample text, null for an empty one; does not supersede typed prompts. */
  embed(text: string, options?: CallOptions): Promise<EmbedResult | null> {
    return this.#handle.call("embed", { text }, options);
  }

  /** The router's state of whole texts, which may be longer than it reads at once; does not supersede typed prompts. */
  states(texts: readonly string[], options?: CallOptions): Promise<States> {
    return this.#handle.call("states", { texts }, options);
  }

  /** The prompts in a file, read in the worker. Rejects with a `LibraryError` that names the file and says what to do. */
  readPrompts(file: Blob, name: string, options?: CallOptions): Promise<string[]> {
    return this.#handle.call("readPrompts", { file, name }, options);
  }

  /** The router's answers for many texts, in batches; does not supersede typed prompts. */
  routeTexts(texts: readonly string[], options?: CallOptions): Promise<RoutedTexts> {
    return this.#handle.call("routeTexts", { texts }, options);
  }

  /** Measures an expert of the library per token and over hidden words. */
  measure(request: MeasureRequest, options?: CallOptions): Promise<MeasureResult> {
    return this.#handle.call("measure", request, options);
  }

  /** Frees an expert's memory; does nothing when it is not loaded. */
  release(key: string): Promise<null> {
    return this.#handle.call("release", { key });
  }

  /** What the worker holds in memory; null when none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#handle.holdings();
  }

  /** Calls back on every change of backend after `open` resolved. Returns a function that unsubscribes. */
  onBackend(listener: (report: BackendReport) => void): () => void {
    return this.#report.subscribe(({ backend }) => listener(backend!));
  }

  /** Closes for good: later calls are rejected. */
  dispose(): Promise<void> {
    return this.#handle.dispose(FAREWELL);
  }

  /** Waits for pending work, frees the models and terminates the worker; `open` starts a new one. */
  close(): Promise<void> {
    return this.#handle.close(FAREWELL);
  }
}
