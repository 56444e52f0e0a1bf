import { type CallOptions, WorkerCaller, type WorkerLike } from "./caller.ts";
import type { Calls, Holdings } from "./channel.ts";
import { InferenceError } from "./errors.ts";

/**
 * `closed`: no worker runs. `opening`: a new worker is being set up. `ready`: calls go to the worker. `closing`: the worker
 * finishes its work. `failed`: the worker crashed or could not be set up; the next call retries the last setup that succeeded.
 */
export type HandleState = "closed" | "opening" | "ready" | "closing" | "failed";

/** One call of a protocol. */
export type Step<C extends Calls> = {
  [T in keyof C & string]: { type: T; request: C[T]["request"] };
}[keyof C & string];

export interface HandleOptions<C extends Calls, Event> {
  /** Called with the worker's events. */
  event?: (event: Event) => void;
  /** Whether any call may start the worker; otherwise `open` has to come first. */
  onDemand?: boolean;
  /** Whether a call's error makes a worker unusable: it is terminated once it has answered the other calls. */
  spoils?: (error: InferenceError, type: keyof C) => boolean;
  /** Messages for calls before `open`, and for calls pending when the handle was closed. */
  notOpen: string;
  closed: string;
}

/**
 * The page's handle on one worker, which may be replaced many times: after a crash, when it is closed and opened again, or when its
 * runtime becomes unusable. The handle remembers the setup requests (`open`, `extend`); a new worker gets them before its first
 * call. All methods reject with an `InferenceError`, or with the signal's reason when aborted.
 */
export class WorkerHandle<C extends Calls, Event = never> {
  readonly #createWorker: () => WorkerLike;
  readonly #options: HandleOptions<C, Event>;
  #state: HandleState = "closed";
  #caller: WorkerCaller<C, Event> | null = null;
  /** Setup requests for a new worker, sent before its first call. */
  #restore: Step<C>[] | null = null;
  /** Set while a new worker is restored to the previous one's state: calls wait for it. */
  #restoring: Promise<WorkerCaller<C, Event> | null> | null = null;
  #closing: Promise<void> | null = null;
  /** Number of `open` calls so far, those still pending, and the latest that succeeded. */
  #openings = 0;
  #unanswered = 0;
  #newest = 0;
  #disposed = false;

  constructor(createWorker: () => WorkerLike, options: HandleOptions<C, Event>) {
    this.#createWorker = createWorker;
    this.#options = options;
  }

  get state(): HandleState {
    return this.#state;
  }

  /**
   * Sets the worker up with one request, starting it first if necessary. Once it has succeeded, new workers get the same setup. If
   * it fails on a ready worker, that worker continues as before.
   */
  async open<T extends keyof C & string>(
    type: T,
    request: C[T]["request"],
    options?: CallOptions,
  ): Promise<C[T]["result"]> {
    while (this.#closing || this.#restoring) await (this.#closing ?? this.#restoring)?.catch(() => undefined);
    this.#refuseDisposed();
    const caller = this.#caller ?? this.#start();
    if (this.#state === "failed") this.#state = "opening";
    const mine = ++this.#openings;
    this.#unanswered++;
    const answer = caller.call(type, request, options);
    if (this.#state === "opening" && this.#restore) this.#restoring = this.#opened(caller, answer);
    try {
      const result = await answer;
      this.#unanswered--;
      if (this.#caller === caller && mine > this.#newest) {
        this.#newest = mine;
        this.#restore = [{ type, request } as Step<C>];
        this.#settle("ready");
      }
      return result;
    } catch (error) {
      if (--this.#unanswered === 0 && this.#state === "opening") this.#fail(caller);
      throw error;
    }
  }

  /** A call that extends the setup of `open`: once it has succeeded, a new worker gets it too. */
  async extend<T extends keyof C & string>(
    type: T,
    request: C[T]["request"],
    options?: CallOptions,
  ): Promise<C[T]["result"]> {
    const restore = this.#restore;
    const result = await this.call(type, request, options);
    restore?.push({ type, request } as Step<C>);
    return result;
  }

  async call<T extends keyof C & string>(
    type: T,
    request: C[T]["request"],
    options?: CallOptions,
  ): Promise<C[T]["result"]> {
    let caller = this.#ready();
    // Avoid awaiting where possible, so that messages leave in the order of the calls.
    while (!(caller instanceof WorkerCaller)) caller = (await caller) ?? this.#ready();
    try {
      return await caller.call(type, request, options);
    } catch (error) {
      if (error instanceof InferenceError && this.#options.spoils?.(error, type)) this.#leave(caller, "closed");
      throw error;
    }
  }

  /** What the worker holds in memory; null when none runs. */
  holdings(): Promise<Holdings> | null {
    return this.#caller?.holdings() ?? null;
  }

  /** The next call gets a new worker; this one is terminated once it has answered. */
  retire(): void {
    if (this.#caller) this.#leave(this.#caller, "closed");
  }

  /**
   * Terminates the worker and forgets its setup.
   * @param farewell the last call, which the worker answers when its work is done; without it, pending calls are rejected
   */
  close(farewell?: Step<C>): Promise<void> {
    const caller = this.#caller;
    this.#caller = null;
    this.#restore = null;
    this.#restoring = null;
    if (!this.#closing) this.#state = "closed";
    if (!caller) return this.#closing ?? Promise.resolve();
    const end = () => caller.end(this.#closedError());
    if (!farewell) {
      end();
      return Promise.resolve();
    }
    this.#state = "closing";
    this.#closing = caller
      .call(farewell.type, farewell.request)
      .catch(() => undefined)
      .then(() => {
        end();
        this.#closing = null;
        if (!this.#caller) this.#state = "closed";
      });
    return this.#closing;
  }

  /** Closes for good: later calls are rejected. */
  dispose(farewell?: Step<C>): Promise<void> {
    this.#disposed = true;
    return this.close(farewell);
  }

  #start(): WorkerCaller<C, Event> {
    const { event } = this.#options;
    const caller: WorkerCaller<C, Event> = new WorkerCaller(this.#createWorker(), {
      ...(event ? { event } : {}),
      failure: () => this.#leave(caller, "failed"),
    });
    this.#caller = caller;
    this.#state = "opening";
    return caller;
  }

  /**
   * The worker for a call, or a promise of it, which gives null when that worker is gone and the caller has to ask again. Calls
   * during the first `open` go to the worker, which orders them.
   */
  #ready(): WorkerCaller<C, Event> | Promise<WorkerCaller<C, Event> | null> {
    this.#refuseDisposed();
    if (this.#restoring) return this.#restoring;
    if (this.#caller && this.#state !== "failed") return this.#caller;
    if (this.#restore) {
      this.#restoring = this.#restored(this.#caller ?? this.#start(), this.#restore);
      return this.#restoring;
    }
    if (!this.#options.onDemand) throw new InferenceError("NotOpenError", this.#options.notOpen);
    const caller = this.#start();
    this.#settle("ready");
    return caller;
  }

  async #restored(caller: WorkerCaller<C, Event>, steps: readonly Step<C>[]): Promise<WorkerCaller<C, Event> | null> {
    this.#state = "opening";
    try {
      for (const { type, request } of steps) await caller.call(type, request);
    } catch (error) {
      this.#fail(caller);
      throw error;
    }
    if (this.#caller !== caller) return null;
    this.#settle("ready");
    return caller;
  }

  /** An `open` that arrives before a crashed worker was restored makes restoring unnecessary, unless it fails. */
  async #opened(caller: WorkerCaller<C, Event>, answer: Promise<unknown>): Promise<WorkerCaller<C, Event> | null> {
    const successful = await answer.then(
      () => true,
      () => false,
    );
    if (!successful) this.#fail(caller);
    return successful && this.#caller === caller ? caller : null;
  }

  /** A worker whose setup failed is kept: retrying on it is cheaper than starting a new one. */
  #fail(caller: WorkerCaller<C, Event>): void {
    if (this.#caller === caller) this.#settle("failed");
  }

  /** Releases a worker, whether or not it is the current one: it is terminated once it has answered. */
  #leave(caller: WorkerCaller<C, Event>, state: "closed" | "failed"): void {
    caller.retire();
    if (this.#caller !== caller) return;
    this.#caller = null;
    this.#settle(state);
  }

  #settle(state: "ready" | "closed" | "failed"): void {
    this.#restoring = null;
    this.#state = state;
  }

  #refuseDisposed(): void {
    if (this.#disposed) throw this.#closedError();
  }

  #closedError(): InferenceError {
    return new InferenceError("DisposedError", this.#options.closed);
  }
}
