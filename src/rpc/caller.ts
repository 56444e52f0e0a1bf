import type { Calls, FromWorker, Holdings, Progress, ToWorker } from "./channel.ts";
import { fromWire, InferenceError } from "./errors.ts";

/** The part of `Worker` that is used, so that tests can replace it. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(
    type: "message" | "error" | "messageerror",
    listener: (event: MessageEvent | ErrorEvent) => void,
  ): void;
  terminate(): void;
}

export interface CallOptions {
  /** Aborting rejects the call at once and tells the worker to stop. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Buffers that are moved into the worker, not copied. */
  transfer?: Transferable[];
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: unknown): void;
  onProgress: ((progress: Progress) => void) | undefined;
}

const RESTART = "It restarts with your next action; reload the page if that does not help.";

/**
 * The page's side of a worker: turns calls into messages, and messages into settled promises. When the worker crashes or sends
 * something unreadable, every pending call is rejected, the worker is terminated and `onFailure` is called; this caller can't be
 * used afterwards.
 */
export class WorkerCaller<C extends Calls, Event = never> {
  readonly #worker: WorkerLike;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #ended: InferenceError | null = null;
  #retired = false;

  constructor(
    worker: WorkerLike,
    on: { event?: (event: Event) => void; failure?: (error: InferenceError) => void } = {},
  ) {
    this.#worker = worker;
    worker.addEventListener("message", (message) => {
      this.#receive((message as MessageEvent<FromWorker<C, Event>>).data, on.event);
    });
    const fail = (sentence: string) => {
      if (this.#ended) return;
      this.end(new InferenceError("WorkerError", sentence));
      on.failure?.(this.#ended!);
    };
    worker.addEventListener("error", (event) => {
      const detail = (event as ErrorEvent).message;
      fail(`The background worker ${detail ? `stopped: ${detail}` : "could not be started"}. ${RESTART}`);
    });
    worker.addEventListener("messageerror", () => {
      fail(`The background worker sent something this page cannot read. ${RESTART}`);
    });
  }

  /** Rejects with an `InferenceError`, or with the signal's reason when aborted. */
  call<T extends keyof C & string>(
    type: T,
    request: C[T]["request"],
    options: CallOptions = {},
  ): Promise<C[T]["result"]> {
    return this.#ask((id) => ({ kind: "call", id, type, request }) as ToWorker<C>, options);
  }

  /** What the worker holds in memory. */
  holdings(): Promise<Holdings> {
    return this.#ask((id) => ({ kind: "holdings", id }));
  }

  #ask<R>(message: (id: number) => ToWorker<C>, options: CallOptions = {}): Promise<R> {
    const { signal, onProgress, transfer = [] } = options;
    if (this.#ended) return Promise.reject(this.#ended);
    if (signal?.aborted) return Promise.reject(signal.reason);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#post({ kind: "cancel", id }, []);
        this.#drop(id);
        reject(signal?.reason);
      };
      const settle =
        <V>(then: (value: V) => void) =>
        (value: V) => {
          signal?.removeEventListener("abort", abort);
          then(value);
        };
      this.#pending.set(id, {
        resolve: settle(resolve as (result: unknown) => void),
        reject: settle(reject),
        onProgress,
      });
      signal?.addEventListener("abort", abort, { once: true });
      this.#post(message(id), transfer);
    });
  }

  /** Terminates the worker once nothing is pending; no further calls are allowed. */
  retire(): void {
    this.#retired = true;
    if (this.#pending.size === 0) this.end(new InferenceError("DisposedError", "This worker has been closed."));
  }

  /** Terminates the worker and rejects all pending calls with `error`. */
  end(error: InferenceError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#worker.terminate();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of pending) call.reject(error);
  }

  #drop(id: number): void {
    this.#pending.delete(id);
    if (this.#retired) this.retire();
  }

  #post(message: ToWorker<C>, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  #receive(message: FromWorker<C, Event>, onEvent: ((event: Event) => void) | undefined): void {
    if (this.#ended) return;
    if (message.kind === "event") {
      onEvent?.(message.event);
      return;
    }
    // Answers to aborted calls still arrive; they are ignored.
    const call = this.#pending.get(message.id);
    if (!call) return;
    if (message.kind === "progress") {
      call.onProgress?.(message.progress);
      return;
    }
    this.#drop(message.id);
    if (message.kind === "result") call.resolve(message.result);
    else call.reject(fromWire(message.error));
  }
}
