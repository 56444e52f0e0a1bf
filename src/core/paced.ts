/** How often a reader needs to see a bar move. Each report redraws the page, so that more of them only make the work take longer. */
const EVERY_MS = 200;

type Tell = (loaded: number, total: number) => void;

/**
 * Thins out reports of progress: passes on the first, the one that says all is done, and between them at most one every 200 ms.
 * Reports in between are dropped, never delayed, so none arrives after the work has ended.
 * @param now the time in milliseconds
 */
export function paced(tell: Tell, now: () => number = () => performance.now()): Tell {
  let last = Number.NEGATIVE_INFINITY;
  return (loaded, total) => {
    const time = now();
    if (time - last < EVERY_MS && !(total > 0 && loaded >= total)) return;
    last = time;
    tell(loaded, total);
  };
}
