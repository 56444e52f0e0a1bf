import { createQueue } from "../../rpc/queue.ts";

/** How long a worker computes before it processes messages again. */
const PORTION_MS = 30;

/** Somebody who types is seldom slower between two letters. */
const REST_MS = 500;

/** Runs a long computation in slices: `step` does a little and returns whether there is more. */
export type Portions = (step: () => boolean, signal: AbortSignal, onPortion?: () => void) => Promise<void>;

export interface TimeSlices {
  /**
   * Computations alternate slice by slice, so that none waits for another to finish, and messages are processed in between. Rejects
   * with the signal's reason soon after it was aborted.
   */
  run: Portions;
  /** No slice begins for a moment: what is more urgent gets the processor. Asked for again, the moment begins anew. */
  rest(): void;
}

/** @param rested the pause between letters, in milliseconds */
export function createTimeSlices(rested = REST_MS): TimeSlices {
  const turn = createQueue();
  let restsUntil = 0;
  const run: Portions = async (step, signal, onPortion) => {
    let more = true;
    while (more) {
      for (;;) {
        signal.throwIfAborted();
        const left = restsUntil - performance.now();
        if (left <= 0) break;
        await new Promise((resolve) => setTimeout(resolve, left));
      }
      await turn(() => {
        signal.throwIfAborted();
        const end = performance.now() + PORTION_MS;
        while (more && performance.now() < end) more = step();
      });
      onPortion?.();
    }
  };
  return {
    run,
    rest: () => {
      restsUntil = performance.now() + rested;
    },
  };
}
