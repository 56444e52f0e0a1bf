import type { Page } from "@playwright/test";

/** Holds back answers to the page's requests for files like these. Resolves to the call that lets them go. */
export async function hold(page: Page, files: string): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route(files, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}
