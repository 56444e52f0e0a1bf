/** Calls one waiting function a frame, in the order in which they came: together they would be too much for one. */
export class FrameScheduler {
  readonly #waiting = new Set<() => void>();
  #running = false;

  constructor(private readonly nextFrame: (call: () => void) => void = afterFrame) {}

  /** Waits for its turn; one that waits already keeps its place. */
  take(call: () => void): void {
    this.#waiting.add(call);
    if (this.#running) return;
    this.#running = true;
    this.nextFrame(this.#next);
  }

  /** Waits no longer. */
  leave(call: () => void): void {
    this.#waiting.delete(call);
  }

  readonly #next = (): void => {
    const [call] = this.#waiting;
    if (call === undefined) {
      this.#running = false;
      return;
    }
    this.#waiting.delete(call);
    this.nextFrame(this.#next);
    call();
  };
}

/** Behind a frame, as a task of its own: what a slider changes is on the screen by then. */
function afterFrame(call: () => void): void {
  requestAnimationFrame(() => setTimeout(call));
}
