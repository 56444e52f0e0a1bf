import { expect, test } from "@playwright/test";
import { Explorer } from "../support/explorer.ts";

const PROMPT = "We review the ruling of the district court de [MASK].";

test("no content stands in an attribute that only a mouse reaches", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(PROMPT);
  await expect(explorer.region("Router map").locator("canvas")).toBeVisible();
  expect(await page.locator("[title]").count()).toBe(0);
  expect(await page.locator("svg title").count()).toBe(0);
});

test.describe("by touch", () => {
  test.use({ hasTouch: true });
  test("a tap on a name or a dot of the front shows what it is, a tap elsewhere puts it away", async ({ page }) => {
    const explorer = await new Explorer(page).open();
    await explorer.decide(PROMPT);
    const tip = page.getByRole("tooltip");
    const name = explorer.ranked.getByRole("listitem").first().locator(".expert-name");
    await name.tap();
    await expect(tip).toBeVisible();
    await page.getByRole("heading", { name: "Tryage Explorer" }).tap();
    await expect(tip).toHaveCount(0);
    const dot = explorer.region("Pareto front").locator("circle.single").first();
    await dot.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await dot.boundingBox())!;
    await page.touchscreen.tap(x + width / 2, y + height / 2);
    await expect(tip).toContainText(/on the Pareto front of single experts|dominated by/);
    expect(explorer.errors).toEqual([]);
  });
});
