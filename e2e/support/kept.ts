import type { Page } from "@playwright/test";

/** The built site's folder. */
export const DIST = process.env.EXPLORER_DIST ?? "dist";

/** Resolves once the service worker has cached everything that the explorer needs offline. */
export async function kept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
}

/** Paths of the files in the browser's storage. */
export async function storedPaths(page: Page): Promise<string[]> {
  const urls = await page.evaluate(async () =>
    (await (await caches.open("tryage-files")).keys()).map(({ url }) => url),
  );
  return urls.map((url) => new URL(url).pathname.slice(1));
}
