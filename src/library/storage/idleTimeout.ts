/** A server that has sent nothing for this long is considered dead. */
const TIMEOUT_MS = 60_000;

/** Aborts a request when the caller does, or when nothing has arrived for too long. */
export class IdleTimeout {
  readonly #gone = new AbortController();
  readonly #caller: AbortSignal | null | undefined;
  readonly #forward = () => this.#gone.abort(this.#caller?.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param caller the caller's own signal */
  constructor(caller: AbortSignal | null | undefined) {
    this.#caller = caller;
    if (caller?.aborted) this.#forward();
    caller?.addEventListener("abort", this.#forward);
    this.renew();
  }

  /** Aborted with the caller's reason, or on timeout. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Data has arrived: restarts the timeout. */
  renew(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#gone.abort(), TIMEOUT_MS);
  }

  /** Ends the request. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#forward);
  }
}
