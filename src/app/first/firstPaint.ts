/** Longer than any first paint that is not held up by something else: the explorer starts then in any case. */
const PATIENCE_MS = 1_000;

/**
 * Resolves once the first screen has been painted: starting the explorer takes the main thread long enough to hold the paint up. In a tab
 * that is not looked at, which paints nothing, at once.
 */
export function firstPaint(): Promise<void> {
  if (document.visibilityState === "hidden" || !PerformanceObserver.supportedEntryTypes.includes("paint")) {
    return Promise.resolve();
  }
  return new Promise((done) => {
    const finish = () => {
      observer.disconnect();
      clearTimeout(timer);
      done();
    };
    const observer = new PerformanceObserver(finish);
    const timer = setTimeout(finish, PATIENCE_MS);
    observer.observe({ type: "paint", buffered: true });
  });
}
