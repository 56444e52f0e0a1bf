import { expect, type Page, test } from "@playwright/test";
import { serveManifest, withAllConstraints } from "../support/enriched.ts";
import { Explorer, manifest } from "../support/explorer.ts";

const COURT =
  "The appellant contends that the district court erred in granting summary judgment, and we review that ruling de novo.";

const tokens = (page: Page) => page.getByRole("group", { name: /^Tokens/ }).getByRole("button");
const hidden = (page: Page) => page.getByRole("group", { name: /^Tokens/ }).locator('[aria-pressed="true"]');
const panel = (page: Page) => page.getByRole("region", { name: "All experts on this prompt" });

test("a word is hidden by a click; the run tells the guesses, the word itself, and its true loss", {
  tag: "@journey",
}, async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await tokens(page)
    .filter({ hasText: /^ judgment$/ })
    .click();
  await expect(hidden(page)).not.toHaveCount(0);
  const count = await hidden(page).count();
  await explorer.run.click();
  await expect(explorer.region("Decision")).toContainText(
    new RegExp(`Measured loss \\d+\\.\\d\\d nats per token over ${count} hidden tokens?; the router predicted`),
  );
  await expect(explorer.fills.locator("> li")).toHaveCount(count);
  await expect(explorer.fills.locator(".right, .truth")).toHaveCount(count);
  await expect(page).toHaveURL(/mask=/);
  const second = await new Explorer(await page.context().newPage()).open(page.url());
  await second.decision(COURT);
  await expect(hidden(second.page)).toHaveCount(count);
  expect(explorer.errors).toEqual([]);
});

test("cancelling keeps the results that are there and runs no further expert", async ({ page }) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await page.getByRole("button", { name: "Run all experts" }).click();
  const done = panel(page).locator("tbody td:nth-of-type(4)", { hasText: /\d/ });
  await expect(done).not.toHaveCount(0, { timeout: 60_000 });
  await panel(page).getByRole("button", { name: "Cancel" }).click();
  await expect(panel(page).getByText("not run").first()).toBeVisible();
  expect(await done.count()).toBeLessThan(manifest.experts.length);
  await panel(page).getByRole("button", { name: "Close" }).click();
  await expect(panel(page)).toHaveCount(0);
});

test("what a run measures replaces the latency of the recipe, in sliders, decisions and the front", async ({
  page,
}) => {
  await serveManifest(page, withAllConstraints());
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#axis=latency`);
  await explorer.decide(COURT);
  const latency = explorer.slider("Latency");
  await expect(latency).toHaveAccessibleDescription(/Latency: figures from the recipe/);
  const place = explorer.region("Pareto front").getByRole("img", { name: /^Pareto front/ });
  const before = await place.getAttribute("aria-label");
  await explorer.run.click();
  await expect(latency).toHaveAccessibleDescription(/Latency: 1 of \d+ experts measured in this browser/);
  await expect(place).not.toHaveAttribute("aria-label", before!);
  await expect(explorer.region("Pareto front")).toContainText("measured in this browser");
  expect(explorer.errors).toEqual([]);
});
