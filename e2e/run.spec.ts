import { expect, type Page, test } from "@playwright/test";
import { serveManifest, withAllConstraints } from "./enriched.ts";
import { Explorer, manifest } from "./explorer.ts";

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

test("masks stay on their words while the text around them is edited, and an arrow key and Enter set them too", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  const strip = tokens(page);
  await strip.first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  const word = (await hidden(page).allInnerTexts()).join("");
  expect(COURT).toContain(word);
  await explorer.decide(`Yesterday it was clear: ${COURT}`);
  expect((await hidden(page).allInnerTexts()).join("").trim()).toBe(word.trim());
  await page.getByRole("button", { name: "Clear masks" }).click();
  await expect(hidden(page)).toHaveCount(0);
});

test("random masks hide the wanted share, and the same words for the same seed", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await expect(tokens(page).first()).toBeVisible();
  const all = await tokens(page).count();
  const [share, seed, draw] = [
    page.getByLabel("hide", { exact: true }),
    page.getByRole("spinbutton", { name: "seed", exact: true }),
    page.getByRole("button", { name: "Mask at random" }),
  ];
  const drawn = async (number: string) => {
    await seed.fill(number);
    await draw.click();
    return hidden(page).evaluateAll((list) => list.map((one) => [...one.parentElement!.children].indexOf(one)));
  };
  await share.fill("30");
  const first = await drawn("5");
  expect(first).toHaveLength(Math.round(0.3 * all));
  expect(await drawn("6")).not.toEqual(first);
  expect(await drawn("5")).toEqual(first);
});

test("all experts run side by side: progress, true loss beside the predicted one, sorted as wanted", async ({
  page,
}) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  await tokens(page)
    .filter({ hasText: /^ judgment$/ })
    .click();
  await page.getByRole("button", { name: "Run all experts" }).click();
  await expect(panel(page).getByRole("progressbar", { name: "Running all experts" })).toBeVisible();
  const rows = panel(page).locator("tbody tr");
  await expect(rows).toHaveCount(manifest.experts.length);
  await expect(panel(page).getByRole("progressbar", { name: "Running all experts" })).toHaveCount(0, {
    timeout: 200_000,
  });
  const losses = () =>
    rows.evaluateAll((list) => list.map((row) => Number(row.querySelectorAll("td")[1]!.textContent)));
  expect((await losses()).every(Number.isFinite)).toBe(true);
  await panel(page).getByRole("button", { name: "true" }).click();
  expect(await losses()).toEqual((await losses()).sort((a, b) => a - b));
  await panel(page).getByRole("button", { name: "true" }).click();
  expect(await losses()).toEqual((await losses()).sort((a, b) => b - a));
  await expect(panel(page).locator(`tr[data-expert="${chosen}"]`)).toContainText("chosen");
  await expect(panel(page).getByRole("status")).toContainText(/regret \d+\.\d\d.*rank correlation of −?-?\d\.\d\d/);
  await panel(page).getByLabel("top-k per mask").selectOption("5");
  await expect(rows.first().locator(".fills").first().locator("li:not(.truth)")).toHaveCount(5);
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
  await expect(latency).toHaveAccessibleDescription(/Latency: the recipe's figures/);
  const place = explorer.region("Pareto front").getByRole("img", { name: /^Pareto front/ });
  const before = await place.getAttribute("aria-label");
  await explorer.run.click();
  await expect(latency).toHaveAccessibleDescription(/Latency: 1 of \d+ experts measured in this browser/);
  await expect(place).not.toHaveAttribute("aria-label", before!);
  await expect(explorer.region("Pareto front")).toContainText("measured in this browser");
  expect(explorer.errors).toEqual([]);
});
