/** A server that sends nothing for this long will not send any more. */
const TIMEOUT_MS = 60_000;

/** Gives a request up when the caller does, or when nothing has come for too long. */
export class IdleTimeout {
  readonly #gone = new AbortController();
  readonly #caller: AbortSignal | null | undefined;
  readonly #forward = () => this.#gone.abort(this.#caller?.reason);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param caller the caller's own wish to cancel */
  constructor(caller: AbortSignal | null | undefined) {
    this.#caller = caller;
    if (caller?.aborted) this.#forward();
    caller?.addEventListener("abort", this.#forward);
    this.renew();
  }

  /** Aborted with the caller's reason, or when patience has run out. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Something has come: the wait begins anew. */
  renew(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#gone.abort(), TIMEOUT_MS);
  }

  /** The request is over. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener("abort", this.#forward);
  }
}
