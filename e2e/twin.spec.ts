import { expect, test } from "@playwright/test";
import { judgedPrompts, shippedBenchmark } from "./benchmark.ts";
import { Explorer, manifest } from "./explorer.ts";

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

test("the table sorts by how many experts are right, and filters by kind", async ({ page }) => {
  const benchmark = await shippedBenchmark();
  const prompts = judgedPrompts(benchmark);
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#sort=-right`);
  const region = explorer.region("Prompts");
  const first = region.getByRole("grid").locator("tbody tr[data-prompt]").first();
  await expect(region.getByRole("columnheader", { name: "Right" })).toHaveAttribute("aria-sort", "descending");
  const most = Math.max(...prompts.map(({ right }) => right));
  expect(prompts.filter(({ right }) => right === most).map(({ id }) => id)).toContain(
    await first.getAttribute("data-prompt"),
  );
  const kinds = Object.keys(manifest.benchmark.kinds ?? {}).filter((kind) => kind !== "window");
  test.skip(kinds.length === 0, "the shipped benchmark has headline prompts only");
  await region.getByLabel("prompts", { exact: true }).selectOption(kinds[0]!);
  const count = benchmark.kind.filter((kind) => kind === kinds[0]).length;
  await expect(region.getByRole("status", { name: "Selection" })).toContainText(
    `${count.toLocaleString("en")} of ${count.toLocaleString("en")} prompts`,
  );
  await expect(first.getByRole("gridcell").nth(2)).toHaveText(kinds[0]!);
});
