/** How often a reader needs to see a bar move. Each report redraws the page, so that more of them only make the work take longer. */
const EVERY_MS = 200;

type Tell = (loaded: number, total: number) => void;

/** Receives reports of progress. Whoever makes one calls `end` when the work has ended, in success or failure. */
export interface Paced extends Tell {
  /** Nothing is passed on from now on, not even a report that waits. */
  end: () => void;
}

/**
 * Thins out reports of progress: passes on the first, the one that says all is done, and between them at most one every 200 ms.
 * The latest of those held back is passed on when its time comes, so that a bar does not lag behind work that has stalled.
 * @param now the time in milliseconds
 */
export function paced(tell: Tell, now: () => number = () => performance.now()): Paced {
  let last = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const pass: Tell = (loaded, total) => {
    last = now();
    tell(loaded, total);
  };
  const report: Tell = (loaded, total) => {
    if (ended) return;
    clearTimeout(timer);
    const wait = EVERY_MS - (now() - last);
    if (wait <= 0 || (total > 0 && loaded >= total)) pass(loaded, total);
    else timer = setTimeout(() => pass(loaded, total), wait);
  };
  const end = () => {
    ended = true;
    clearTimeout(timer);
  };
  return Object.assign(report, { end });
}
