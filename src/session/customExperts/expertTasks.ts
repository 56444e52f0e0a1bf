import { errorMessage } from "../../core/errorMessage.ts";
import type { CustomExpertsState, Task } from "../../state/slices/customExpertsState.ts";
import type { Store } from "../../state/store.ts";

/** Tasks on custom experts: one long task at a time, with its progress and failures written to the store. */
export class ExpertTasks {
  #cancel: AbortController | null = null;

  constructor(private readonly store: Store) {}

  /** Runs one long task; a running one is stopped first. */
  async run(task: Task, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.cancel();
    const cancel = new AbortController();
    this.#cancel = cancel;
    this.show({ task, problem: null, notice: null });
    try {
      await work(cancel.signal);
    } catch (error) {
      if (!cancel.signal.aborted) this.show({ problem: errorMessage(error) });
    } finally {
      if (this.#cancel === cancel) {
        this.#cancel = null;
        this.show({ task: null });
      }
    }
  }

  /** Runs a short task next to the current one. */
  async guard(work: () => Promise<void>): Promise<void> {
    this.show({ problem: null, notice: null });
    await work().catch((error) => this.show({ problem: errorMessage(error) }));
  }

  /** Stops the current task. */
  cancel(): void {
    this.#cancel?.abort();
  }

  /** Reports the progress of the current task. */
  progress(task: Task): void {
    if (this.#cancel && !this.#cancel.signal.aborted) this.show({ task });
  }

  show(change: Partial<CustomExpertsState>): void {
    this.store.setState(({ customExperts }) => ({ customExperts: { ...customExperts, ...change } }));
  }
}
