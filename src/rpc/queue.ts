import { nextTask } from "../core/nextTask.ts";
/** Runs one task at a time, in the order of the calls; a failed task does not stop the next. */
export type Queue = <T>(task: () => Promise<T> | T) => Promise<T>;

/**
 * Yields to the event loop between two tasks. A WASM run blocks the worker, so messages pile up behind it; after the pause their
 * handlers have run, and a task can see that it has been superseded before it starts.
 */
export function createQueue(): Queue {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = tail.then(nextTask).then(task);
    tail = turn.catch(() => undefined);
    return turn;
  };
}
