import type { Page } from "@playwright/test";

/** How long the page waits before a step of undo is complete, and before the address follows the view (the longer of the two). */
const SETTLE_MS = 500;

/**
 * Resolves once the page's own timers of up to `SETTLE_MS` that are set now have fired: the address then follows the view, and the
 * next change is a step of undo of its own. A timer of the page, since those fire in the order in which they fall due, however busy
 * the machine is; a wait of the test's own would not know.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate((ms) => new Promise<void>((done) => setTimeout(done, ms)), SETTLE_MS);
}

/** Resolves once the page has drawn so many more frames. */
export async function frames(page: Page, count: number): Promise<void> {
  await page.evaluate(async (many) => {
    for (let k = 0; k < many; k++) await new Promise(requestAnimationFrame);
  }, count);
}
