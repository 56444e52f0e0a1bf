import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { serve } from "../../scripts/serve.mjs";
import { Explorer, manifest, openMenu } from "../support/explorer.ts";
import { serveInFront } from "../support/inFront.ts";
import { DIST, kept, storedPaths } from "../support/kept.ts";

test.use({ serviceWorkers: "allow" });

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";

async function runChosen(explorer: Explorer): Promise<string> {
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  return explorer.fills.innerText();
}

test("after one visit and one run everything works without a network, in a new tab too, and with threads", {
  tag: "@journey",
}, async ({ page, context }) => {
  test.slow(); // three visits
  const site = await serve(DIST);
  const explorer = await new Explorer(page).open(site.url);
  const chosen = await explorer.decide(COURT);
  const fills = await runChosen(explorer);
  await kept(page);
  // The first visit continues as it began: no reload, no threads.
  expect(await page.evaluate(() => [navigator.serviceWorker.controller, self.crossOriginIsolated])).toEqual([
    null,
    false,
  ]);
  const paths = await storedPaths(page);
  expect(paths).toContain(`models/${manifest.experts.find(({ id }) => id === chosen)!.model}`);
  expect(paths.filter((path) => path.startsWith("models/experts/"))).toHaveLength(1);
  expect(paths.filter((path) => /asyncify|webgpu/.test(path))).toEqual([]);

  await site.close();
  await context.setOffline(true);
  await page.reload();
  for (const tab of [page, await context.newPage()]) {
    const again = tab === page ? explorer : await new Explorer(tab).open(site.url);
    expect(await again.decide(COURT)).toBe(chosen);
    expect(await runChosen(again)).toBe(fills);
    expect(await tab.evaluate(() => self.crossOriginIsolated)).toBe(true);
    const threads = tab.workers().filter((worker) => /ort-wasm/.test(worker.url())).length;
    expect(threads > 0).toBe(await tab.evaluate(() => navigator.hardwareConcurrency > 1));
    await expect(again.region("Pareto front").getByRole("img").first()).toBeVisible();
    await expect(again.region("Router map").getByRole("img").first()).toBeVisible();
    expect(again.errors).toEqual([]);
  }
});

test("an expert that was never run says offline that it could not be fetched; the session goes on", async ({
  page,
  context,
}) => {
  const site = await serve(DIST, { path: "/some/folder/" });
  const explorer = await new Explorer(page).open(site.url);
  await explorer.decide(COURT);
  await kept(page);
  await site.close();
  await context.setOffline(true);
  await page.reload();
  const chosen = await explorer.decide(COURT);
  await explorer.run.click();
  await expect(explorer.region("Decision")).toContainText(/could not be fetched\. Check the network connection/);
  expect(await explorer.decide(`${COURT} `)).toBe(chosen);
});

test("half a download is never kept; the next try is whole, and kept", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  const { model } = manifest.experts.find(({ id }) => id === chosen)!;
  // Twice: a wrong file is requested once more before the run fails.
  let broken = 2;
  await page.route(`**/models/${model}`, async (route) => {
    const whole = readFileSync(join(DIST, "models", model));
    await route.fulfill({ body: broken-- > 0 ? whole.subarray(0, whole.length / 2) : whole });
  });
  await explorer.run.click();
  await expect(explorer.region("Decision")).toContainText(/has \d+ bytes instead of \d+/);
  expect(await storedPaths(page)).not.toContain(`models/${model}`);
  await runChosen(explorer);
  expect(await storedPaths(page)).toContain(`models/${model}`);
});

test.describe("without service workers", () => {
  test.use({ serviceWorkers: "block" });

  test("everything works", async ({ page }) => {
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    await runChosen(explorer);
    await page.reload();
    await explorer.decision(COURT);
    expect(explorer.errors).toEqual([]);
  });
});

test("a host that puts a script into the page is named as the reason why nothing is kept", async ({ page }) => {
  const front = await serveInFront((asked, response) => {
    if (asked !== "" && asked !== "index.html") return false;
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end(`${readFileSync(join(DIST, "index.html"), "utf8")}<script defer src="beacon.min.js"></script>`);
    return true;
  });
  try {
    const explorer = await new Explorer(page).open(front.url);
    await explorer.decide(COURT);
    await (await openMenu(page)).getByRole("button", { name: "Offline", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Use offline" });
    await expect(dialog).toContainText(/The host does not send index\.html as it was built.*insert a script/);
    await expect(dialog).not.toContainText("Not stored yet");
  } finally {
    await front.close();
  }
});
