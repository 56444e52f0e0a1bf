import { createStore } from "zustand/vanilla";
import { errorMessage } from "../core/errorMessage.ts";
import { paced } from "../core/paced.ts";

/** State of a result that a worker takes a while to compute. */
export interface Estimate<Result> {
  /** The latest result; while `current` is false it belongs to an earlier request, or is not complete. */
  value: Result | null;
  current: boolean;
  /** Share of the work done, 0 … 1, once it has taken long enough to be shown; else null. */
  progress: number | null;
  /** Why there is no result, for the reader. */
  problem: string | null;
}

/** An estimate without its progress: for those who draw the result, and would draw it in vain at every step. */
export type EstimateResult<Result> = Omit<Estimate<Result>, "progress">;

export type Compute<Question, Result> = (
  question: Question,
  options: {
    signal: AbortSignal;
    onProgress: (progress: { loaded: number; total: number }) => void;
    /** Shows what is known of the result already: a `Result`, which cannot be said here without hiding its type from those who compute it. */
    onPart: (part: unknown) => void;
  },
) => Promise<Result>;

/** A request counts once no other has followed for this long: a moving slider sends many per second. */
const SETTLE_MS = 250;
/** Shorter work needs no progress bar. */
const TIMEOUT_MS = 500;

/** What is needed to follow a task, whatever it is about. */
export type FollowedTask = Pick<LatestTask<never, unknown>, "get" | "subscribe">;

/** Processes only the latest request: a newer one aborts the older, whose result stays, marked as not current. */
export class LatestTask<Question, Result> {
  readonly #estimate = createStore<Estimate<Result>>(() => ({
    value: null,
    current: false,
    progress: null,
    problem: null,
  }));
  #question: Question | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;
  readonly #compute: Compute<Question, Result>;
  #settle: number;

  /** @param firstAtOnce whether the first request need not settle: for what is asked once as it is opened, and changes by a slider later */
  constructor(compute: Compute<Question, Result>, firstAtOnce = false) {
    this.#compute = compute;
    this.#settle = firstAtOnce ? 0 : SETTLE_MS;
  }

  /** The same object until something changes. */
  readonly get = this.#estimate.getState;
  readonly subscribe = this.#estimate.subscribe;
  /** The same without progress: the same object until a result, a failure or a newer request comes. */
  readonly getResult = (): EstimateResult<Result> => this.#result;
  #result: EstimateResult<Result> = { value: null, current: false, problem: null };

  ask(question: Question): void {
    if (question === this.#question) return;
    this.#question = question;
    this.cancel();
    this.#show({ current: false, progress: null, problem: null });
    this.#timer = setTimeout(() => void this.#answer(question), this.#settle);
    this.#settle = SETTLE_MS;
  }

  /** Stops the current task. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  async #answer(question: Question): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    const begun = performance.now();
    const told = paced((loaded, total) => {
      if (!signal.aborted) this.#show({ progress: loaded / total });
    });
    try {
      const value = await this.#compute(question, {
        signal,
        onProgress: ({ loaded, total }) => {
          if (performance.now() - begun > TIMEOUT_MS) told(loaded, total);
        },
        onPart: (part) => {
          if (!signal.aborted) this.#show({ value: part as Result });
        },
      });
      if (!signal.aborted) this.#show({ value, current: true, progress: null });
    } catch (error) {
      if (signal.aborted) return;
      this.#show({ progress: null, problem: errorMessage(error) });
    } finally {
      told.end();
    }
  }

  #show(change: Partial<Estimate<Result>>): void {
    const shown = this.get();
    // A moving slider sends many requests before there is anything new to show: they must not re-render the front.
    if ((Object.keys(change) as (keyof Estimate<Result>)[]).every((key) => change[key] === shown[key])) return;
    const { value, current, problem } = { ...shown, ...change };
    const before = this.#result;
    if (before.value !== value || before.current !== current || before.problem !== problem)
      this.#result = { value, current, problem };
    this.#estimate.setState(change);
  }
}
