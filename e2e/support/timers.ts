import type { Page } from "@playwright/test";

/** How long the page waits before a step of undo is complete, and before the URL follows the view (the longer of the two). */
const SETTLE_MS = 500;

/**
 * Resolves once all of the page's timers of up to `SETTLE_MS` that are pending now have fired: the URL then reflects the view, and
 * the next change is a separate step of undo. Uses a timer of the page, because those fire in order of due time however busy the
 * machine is; waiting in the test gives no such guarantee.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate((ms) => new Promise<void>((done) => setTimeout(done, ms)), SETTLE_MS);
}

/** Resolves once the page has drawn this many more frames. */
export async function frames(page: Page, count: number): Promise<void> {
  await page.evaluate(async (many) => {
    for (let k = 0; k < many; k++) await new Promise(requestAnimationFrame);
  }, count);
}
