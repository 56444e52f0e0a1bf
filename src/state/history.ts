export interface HistoryOptions<T> {
  /** Steps kept; the oldest are forgotten. */
  limit?: number;
  /** Changes that follow each other within this time are one step: a drag, a typed word. */
  settleMs?: number;
  same: (a: T, b: T) => boolean;
}

/** The past and the future of a value that changes often; knows nothing of where the value lives. */
export class History<T> {
  #past: T[] = [];
  #future: T[] = [];
  #present: T;
  /** The newest value, while it may still change within the same step. */
  #pending: { value: T } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #limit: number;
  readonly #settleMs: number;
  readonly #same: (a: T, b: T) => boolean;

  constructor(present: T, { limit = 100, settleMs = 500, same }: HistoryOptions<T>) {
    this.#present = present;
    this.#limit = limit;
    this.#settleMs = settleMs;
    this.#same = same;
  }

  readonly canUndo = (): boolean => this.#past.length > 0 || this.#changed();
  readonly canRedo = (): boolean => this.#future.length > 0 && !this.#changed();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes note of a change that a person made. */
  record(value: T): void {
    this.#pending = { value };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), this.#settleMs);
    this.#tell();
  }

  /** Takes note of a change that followed by itself: part of the step that is there, never one of its own. */
  amend(value: T): void {
    if (this.#pending) this.#pending = { value };
    else this.#present = value;
  }

  /** Forgets past and future. */
  restart(present: T): void {
    clearTimeout(this.#timer);
    this.#past = [];
    this.#future = [];
    this.#pending = null;
    this.#present = present;
    this.#tell();
  }

  /** The value one step back, null when there is none. */
  undo(): T | null {
    this.#settle();
    return this.#move(this.#past, this.#future);
  }

  /** The value that was last undone, null when there is none or something else has been done since. */
  redo(): T | null {
    this.#settle();
    return this.#move(this.#future, this.#past);
  }

  #move(from: T[], to: T[]): T | null {
    if (from.length === 0) return null;
    to.push(this.#present);
    this.#present = from.pop()!;
    this.#tell();
    return this.#present;
  }

  #changed(): boolean {
    return this.#pending !== null && !this.#same(this.#pending.value, this.#present);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    if (this.#changed()) {
      this.#past.push(this.#present);
      if (this.#past.length > this.#limit) this.#past.shift();
      this.#present = this.#pending!.value;
      this.#future = [];
    }
    this.#pending = null;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
