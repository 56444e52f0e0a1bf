import { expect, test } from "@playwright/test";
import { Explorer } from "../support/explorer.ts";

test("by keyboard alone: a prompt is marked on the map, opened, and its neighbours are selected and given up", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  const region = explorer.region("Prompts");
  const grid = region.getByRole("grid", { name: "Benchmark prompts" });
  const map = explorer.region("Router map");
  await grid.focus();
  await page.keyboard.press("ArrowDown");
  await expect(map.locator("circle.hovered")).toBeAttached();
  await page.keyboard.press("Enter");
  const detail = region.getByRole("region", { name: /^Prompt / });
  await expect(detail.getByRole("list", { name: "Prompts nearest to this one" }).getByRole("listitem")).not.toHaveCount(
    0,
  );
  await detail.getByRole("button", { name: /^Select its/ }).focus();
  await page.keyboard.press("Enter");
  const status = region.getByRole("status", { name: "Selection" });
  await expect(status).toContainText("selected");
  await expect(page).toHaveURL(/picked=/);
  const shown = await status.innerText();
  const second = await new Explorer(await page.context().newPage()).open(page.url());
  await expect(second.region("Prompts").getByRole("status", { name: "Selection" })).toHaveText(shown);
  await region.getByRole("button", { name: /^Picked prompts/ }).focus();
  await page.keyboard.press("Enter");
  await expect(status).not.toContainText("selected");
  expect(explorer.errors).toEqual([]);
});
