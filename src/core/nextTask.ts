/** Lets the thread answer messages, and a page draw, before the work goes on. */
export const nextTask = (): Promise<void> => new Promise((done) => setTimeout(done));

/** Milliseconds after which work gives way: with one more step it stays below 50, from which on a page seems to stand still. */
const LONG_MS = 12;

/**
 * For work in steps. What is returned is awaited between two of them: it waits for the next task once the work has gone on for long,
 * else not at all.
 * @param now the time in milliseconds
 */
export function pauses(now: () => number = () => performance.now()): () => Promise<void> | undefined {
  let since = now();
  return () => {
    if (now() - since < LONG_MS) return undefined;
    return nextTask().then(() => {
      since = now();
    });
  };
}
