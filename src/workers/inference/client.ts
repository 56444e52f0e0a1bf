import { type CallOptions, WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import type { Holdings } from "../../rpc/channel.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type {
  BackendReport,
  EmbedResult,
  FillRequest,
  FillResult,
  InferenceCalls,
  InferenceEvent,
  MeasureRequest,
  MeasureResult,
  OpenRequest,
  RouteResult,
} from "./protocol.ts";

export type { CallOptions, WorkerLike } from "../../rpc/caller.ts";

/**
 * The page's handle on the inference worker. All methods reject with an `InferenceError` (or the signal's reason
 * when aborted). A worker that crashes takes its pending calls with it; the next call starts a fresh one in the same state.
 */
export class InferenceClient {
  readonly #createWorker: () => WorkerLike;
  readonly #listeners = new Set<(report: BackendReport) => void>();
  #caller: WorkerCaller<InferenceCalls, InferenceEvent> | null = null;
  /** What the worker was last asked to open with success: a fresh one is opened alike. */
  #opened: OpenRequest | null = null;
  #reopening: Promise<unknown> | null = null;
  #disposed = false;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  /**
   * Loads tokenizer and router; resolves as soon as WASM can route. WebGPU is compared afterwards and its outcome
   * comes through `onBackend`. May be called again, e.g. with another `forced` backend.
   */
  async open(request: OpenRequest, options?: CallOptions): Promise<BackendReport> {
    if (this.#disposed) throw disposedError();
    this.#caller ??= new WorkerCaller(this.#createWorker(), {
      event: ({ report }) => {
        for (const listener of this.#listeners) listener(report);
      },
      failure: () => {
        this.#caller = null;
      },
    });
    const report = await this.#caller.call("open", request, options);
    this.#opened = request;
    return report;
  }

  /** Newest wins: of the prompts waiting in the worker only the last is run, the others resolve as superseded. */
  route(text: string, options?: CallOptions): Promise<RouteResult> {
    return this.#call("route", { text }, options);
  }

  /** Loads the expert if need be and runs it once on the text. */
  fill(request: FillRequest, options?: CallOptions): Promise<FillResult> {
    return this.#call("fill", request, options);
  }

  /** The router's answer for a text of a sample, null for an empty one; typed prompts are not disturbed. */
  embed(text: string, options?: CallOptions): Promise<EmbedResult | null> {
    return this.#call("embed", { text }, options);
  }

  /** Measures an expert of the library in nats a token and over hidden words. */
  measure(request: MeasureRequest, options?: CallOptions): Promise<MeasureResult> {
    return this.#call("measure", request, options);
  }

  /** Frees an expert's memory; does nothing when it is not loaded. */
  release(expertId: string): Promise<null> {
    return this.#call("release", { expertId });
  }

  /** What the worker holds; null while none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#caller?.holdings() ?? null;
  }

  /** Calls back with every change of backend after `open` resolved. Returns the function that stops it. */
  onBackend(listener: (report: BackendReport) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Closes for good: later calls are rejected. */
  dispose(): Promise<void> {
    this.#disposed = true;
    return this.close();
  }

  /** Waits for work in flight, frees the models and ends the worker; `open` starts a fresh one. */
  async close(): Promise<void> {
    const caller = this.#caller;
    this.#caller = null;
    this.#opened = null;
    await caller?.call("dispose", null).catch(() => undefined);
    caller?.end(disposedError());
  }

  async #call<T extends keyof InferenceCalls & string>(
    type: T,
    request: InferenceCalls[T]["request"],
    options?: CallOptions,
  ): Promise<InferenceCalls[T]["result"]> {
    if (this.#disposed) throw disposedError();
    if (this.#opened && (this.#reopening || !this.#caller)) await this.#reopen(this.#opened);
    if (!this.#caller) throw new InferenceError("NotOpenError", "The models are not running: open the library first.");
    return this.#caller.call(type, request, options);
  }

  /** After a crash; calls that come meanwhile wait for the same worker. */
  #reopen(request: OpenRequest): Promise<unknown> {
    this.#reopening ??= this.open(request).finally(() => {
      this.#reopening = null;
    });
    return this.#reopening;
  }
}

function disposedError(): InferenceError {
  return new InferenceError("DisposedError", "The models have been closed.");
}
