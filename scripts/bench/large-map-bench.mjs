// The router map with 100,000 prompts: zooming and moving it must not hold up the page.
import { runnerImport } from "vite";
import { TRACED, tasksBetween } from "./long-tasks.mjs";
import { longestTask } from "./page-bench.mjs";

const PROMPTS = 100_000;
const STEPS = 60;

/** Tells one row after the other. */
export async function largeMapBench({ browser, url, tell }) {
  const { module } = await runnerImport(new URL("large-library.ts", import.meta.url).pathname, { logLevel: "error" });
  const files = await module.largeLibrary(PROMPTS);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: "block" });
  await context.route("**/models/**", (route) => {
    const path = new URL(route.request().url()).pathname.split("/models/")[1];
    const body = files.get(path);
    return body ? route.fulfill({ body, contentType: "application/octet-stream" }) : route.continue();
  });
  const page = await context.newPage();
  await page.goto(url);
  const map = page.getByRole("region", { name: "Router map" });
  await map.locator("canvas").first().waitFor({ timeout: 300_000 });
  await map.scrollIntoViewIfNeeded();
  await page.waitForTimeout(20_000);
  const shown = await page.getByText("100,000").count();
  if (shown === 0) console.warn("The page does not say that it shows 100,000 prompts.");
  const { x, y, width, height } = await map.locator("canvas").first().boundingBox();
  const middle = [x + width / 2, y + height / 2];
  const watched = async (what, act) => {
    await browser.startTracing(page, { categories: TRACED });
    await page.evaluate(() => performance.mark("begins"));
    await act();
    await page.waitForTimeout(600);
    await page.evaluate(() => performance.mark("ends"));
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
    tell(longestTask(`map with 100,000 prompts, ${what}`, tasksBetween(traceEvents, "begins", "ends")));
  };
  await page.mouse.move(...middle);
  await watched("zoomed", async () => {
    for (let k = 0; k < STEPS; k++) await page.mouse.wheel(0, k < STEPS / 2 ? -40 : 20);
  });
  await watched("moved", async () => {
    await page.mouse.down();
    for (let k = 1; k <= STEPS; k++) await page.mouse.move(middle[0] + 2 * k, middle[1] + k);
    await page.mouse.up();
  });
  await context.close();
}
