import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, type Page, test } from "@playwright/test";
import { browserArguments, findBrowser } from "../../scripts/browser.mjs";
import { serve } from "../../scripts/serve.mjs";
import { Explorer, manifest, openMenu } from "../support/explorer.ts";
import { DIST, kept, storedPaths } from "../support/kept.ts";

test.use({ serviceWorkers: "allow" });

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";

/** The screen for choosing what is stored offline. */
async function offlineScreen(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Use offline" });
  await (await openMenu(page)).getByRole("button", { name: "Offline", exact: true }).click();
  const start = dialog.getByRole("button", { name: /^Make available offline/ });
  await expect(start).toBeVisible();
  return { dialog, start, box: (label: string) => dialog.getByRole("checkbox", { name: label, exact: true }) };
}

test("a chosen expert is kept with progress and works, as everything else, after a restart without a network", async () => {
  test.slow(); // two browsers
  const folder = mkdtempSync(join(tmpdir(), "explorer-profile-"));
  const executablePath = findBrowser();
  const launch = () =>
    chromium.launchPersistentContext(folder, {
      ...(executablePath ? { executablePath } : {}),
      args: browserArguments(),
    });
  const site = await serve(DIST);
  let context = await launch();
  try {
    const page = await context.newPage();
    const explorer = await new Explorer(page).open(site.url);
    const chosen = await explorer.decide(COURT);
    await kept(page);
    const expert = manifest.experts.find(({ id }) => id === chosen)!;
    const { dialog, start, box } = await offlineScreen(page);
    await expect(dialog).toContainText(/stored on this device \(\d+\.\d MB\)/);
    await expect(dialog.getByRole("status", { name: "Storage" })).toContainText(/ of .* used/);
    await box(expert.label).check();
    await expect(start).toHaveText(/\((\d+ kB|\d+\.\d MB)\)$/);
    await start.click();
    const remove = dialog.getByRole("button", { name: `Delete ${expert.label}`, exact: true });
    await expect(remove).toBeVisible();
    expect(await storedPaths(page)).toContain(`models/${expert.model}`);
    await context.close();
    await site.close();

    context = await launch();
    await context.setOffline(true);
    const again = await new Explorer(await context.newPage()).open(site.url);
    expect(await again.decide(COURT)).toBe(chosen);
    await again.run.click();
    await expect(again.fills.getByRole("listitem").first()).toBeVisible();
    for (const name of ["Pareto front", "Router map"]) {
      await expect(again.region(name).getByRole("img").first()).toBeVisible();
    }
    await expect(again.region("Domains").getByRole("table").first()).toBeVisible();

    const screen = await offlineScreen(again.page);
    await screen.dialog.getByRole("button", { name: `Delete ${expert.label}`, exact: true }).click();
    await expect(screen.box(expert.label)).toBeEnabled();
    expect(await storedPaths(again.page)).not.toContain(`models/${expert.model}`);
    expect(again.errors).toEqual([]);
  } finally {
    await context.close();
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test("keeping can be cancelled: nothing of a half file stays; a wrong file is named", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await kept(page);
  const [expert, other] = manifest.experts as [(typeof manifest.experts)[0], (typeof manifest.experts)[0]];
  await page.route(`**/${expert.model}`, () => {}); // never answered
  await page.route(`**/${other.model}`, (route) => route.fulfill({ body: Buffer.alloc(other.bytes) }));
  const { dialog, start, box } = await offlineScreen(page);
  await box(expert.label).check();
  await start.click();
  await expect(dialog.getByRole("progressbar", { name: "Storing for offline use" })).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog.getByRole("progressbar")).toHaveCount(0);
  await expect(dialog.getByRole("alert")).toHaveCount(0);

  await box(expert.label).uncheck();
  await box(other.label).check();
  await start.click();
  await expect(dialog.getByRole("alert")).toContainText(other.model.split("/").slice(-3).join("/"));
  expect((await storedPaths(page)).filter((path) => path.startsWith("models/experts/"))).toEqual([]);
  await page.unrouteAll();
  await start.click();
  await expect(dialog.getByRole("button", { name: `Delete ${other.label}`, exact: true })).toBeVisible();
  await expect(dialog.getByRole("alert")).toHaveCount(0);
});
