/** Calls one waiting function per frame, in order of arrival: together they would be too much for one frame. */
export class FrameScheduler {
  readonly #waiting = new Set<() => void>();
  #running = false;

  constructor(private readonly nextFrame: (call: () => void) => void = afterFrame) {}

  /** Waits for its turn; a function that is already waiting keeps its place. */
  take(call: () => void): void {
    this.#waiting.add(call);
    if (this.#running) return;
    this.#running = true;
    this.nextFrame(this.#next);
  }

  /** Removes a waiting function. */
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

/** In a separate task after the frame, when the slider's change is on the screen. */
function afterFrame(call: () => void): void {
  requestAnimationFrame(() => setTimeout(call));
}
