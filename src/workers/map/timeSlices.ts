import { createQueue } from "../../rpc/queue.ts";

/** How long a worker computes before it processes messages again. */
const PORTION_MS = 30;

/** Runs a long computation in slices: `step` does a little and returns whether there is more. */
export type Portions = (step: () => boolean, signal: AbortSignal, onPortion?: () => void) => Promise<void>;

/**
 * Computations alternate slice by slice, so that none waits for another to finish, and messages are processed in between. Rejects
 * with the signal's reason soon after it was aborted.
 */
export function createTimeSlices(): Portions {
  const turn = createQueue();
  return async (step, signal, onPortion) => {
    let more = true;
    while (more) {
      await turn(() => {
        signal.throwIfAborted();
        const end = performance.now() + PORTION_MS;
        while (more && performance.now() < end) more = step();
      });
      onPortion?.();
    }
  };
}
