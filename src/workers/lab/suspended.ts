import { nextTask } from "../../core/nextTask.ts";

/** Why work that nobody waits for any more is given up. */
export const abandoned = (): DOMException => new DOMException("Other work has taken its place.", "AbortError");

/**
 * Long work that stops between two steps while nobody waits for it, and goes on from there when somebody does again. Whoever does the
 * work awaits `pause` between its steps.
 */
export class Suspendable<Result> {
  readonly #result: Promise<Result>;
  readonly #listeners = new Set<(share: number) => void>();
  #share = 0;
  #wake: (() => void) | null = null;
  #given = false;

  constructor(work: (how: { pause: () => Promise<void>; tell: (share: number) => void }) => Promise<Result>) {
    const pause = async () => {
      await nextTask();
      while (this.#listeners.size === 0 && !this.#given) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      if (this.#given) throw abandoned();
    };
    const tell = (share: number) => {
      this.#share = share;
      for (const listener of this.#listeners) listener(share);
    };
    this.#result = pause().then(() => work({ pause, tell }));
    // It may fail while nobody waits; whoever comes next hears of it.
    this.#result.catch(() => undefined);
  }

  /** Waits for the result. @param signal when it is aborted, the work stops unless others wait; rejects with its reason */
  follow(signal: AbortSignal, tell: (share: number) => void): Promise<Result> {
    signal.throwIfAborted();
    this.#listeners.add(tell);
    this.#wake?.();
    tell(this.#share);
    return new Promise<Result>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      this.#result.then(resolve, reject);
    }).finally(() => this.#listeners.delete(tell));
  }

  /** Ends the work for good: those who wait are rejected at its next pause. */
  abandon(): void {
    this.#given = true;
    this.#wake?.();
  }
}
