import { type TemporalState, temporal } from "zundo";
import { createStore, type StoreApi } from "zustand/vanilla";

export interface HistoryOptions<T> {
  /** Steps kept; the oldest are dropped. */
  limit?: number;
  /** Consecutive changes within this time form one step: a drag, a typed word. */
  settleMs?: number;
  same: (a: T, b: T) => boolean;
}

/** Wraps a value in an object, because zundo merges states and a value may be of any type. */
interface Held<T> {
  value: T;
}

/**
 * Changes that still belong to one step: its starting value, and the steps before and after, in case the value returns to its
 * start.
 */
interface Burst<T> {
  start: Held<T>;
  past: Partial<Held<T>>[];
  future: Partial<Held<T>>[];
}

type Steps<T> = StoreApi<TemporalState<Held<T>>>;

/**
 * Past and future of a frequently changing value, independent of where the value is stored. zundo keeps the steps; this class
 * decides what counts as one. It has its own store, because zundo on the explorer's store would also count automatic changes, and
 * would see changes made inside a listener before the change that caused them.
 */
export class History<T> {
  readonly #store: StoreApi<Held<T>> & { temporal: Steps<T> };
  #burst: Burst<T> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #settleMs: number;

  constructor(present: T, { limit = 100, settleMs = 500, same }: HistoryOptions<T>) {
    this.#settleMs = settleMs;
    const equality = (a: Held<T>, b: Held<T>) => same(a.value, b.value);
    this.#store = createStore<Held<T>>()(
      temporal(() => ({ value: present }), {
        limit,
        equality,
        handleSet: (save) => (past, _, current) => this.#step(past as Held<T>, current, equality, save),
      }),
    );
  }

  readonly canUndo = (): boolean => this.#steps.getState().pastStates.length > 0;
  readonly canRedo = (): boolean => this.#steps.getState().futureStates.length > 0;

  readonly subscribe = (listener: () => void): (() => void) => this.#steps.subscribe(listener);

  /** Records a change made by the user. */
  record(value: T): void {
    this.#store.setState({ value });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), this.#settleMs);
  }

  /** Records an automatic change: part of the current step, never one of its own. */
  amend(value: T): void {
    if (!this.#burst) this.#steps.getState().pause();
    this.#store.setState({ value });
    this.#steps.getState().resume();
  }

  /** Clears past and future. */
  restart(present: T): void {
    this.#settle();
    this.amend(present);
    this.#steps.getState().clear();
  }

  /** The value one step back; null if there is none. */
  undo(): T | null {
    if (!this.canUndo()) return null;
    this.#settle();
    this.#steps.getState().undo();
    return this.#store.getState().value;
  }

  /** The last undone value; null if there is none or something else has been done since. */
  redo(): T | null {
    if (!this.canRedo()) return null;
    this.#settle();
    this.#steps.getState().redo();
    return this.#store.getState().value;
  }

  get #steps(): Steps<T> {
    return this.#store.temporal;
  }

  /** Saves the first change of a step and none that follow, and removes it again if the value returns to its start. */
  #step(past: Held<T>, current: Held<T>, same: (a: Held<T>, b: Held<T>) => boolean, save: (past: Held<T>) => void) {
    const { pastStates, futureStates } = this.#steps.getState();
    const saved = this.#burst !== null && pastStates.at(-1) === this.#burst.start;
    this.#burst ??= { start: past, past: [...pastStates], future: [...futureStates] };
    const { start, past: before, future } = this.#burst;
    if (same(start, current)) this.#steps.setState({ pastStates: [...before], futureStates: [...future] });
    else if (!saved) save(start);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#burst = null;
  }
}
