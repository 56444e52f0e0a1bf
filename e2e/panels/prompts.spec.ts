import { expect, test } from "@playwright/test";
import { type Judged, judgedPrompts, shippedBenchmark } from "../support/benchmark.ts";
import { Explorer } from "../support/explorer.ts";
import { drawOver, LEFT_HALF } from "./drawArea.ts";

let prompts: Judged[];

test.beforeAll(async () => {
  prompts = judgedPrompts(await shippedBenchmark());
});

/** The parts of the Prompts panel that the tests use. */
function panel(explorer: Explorer) {
  const region = explorer.region("Prompts");
  const grid = region.getByRole("grid", { name: "Benchmark prompts" });
  return {
    grid,
    rows: grid.locator("tbody tr[data-prompt]"),
    head: (name: string) => grid.getByRole("columnheader", { name }),
    status: region.getByRole("status", { name: "Selection" }),
    domain: region.getByLabel("domain", { exact: true }),
    regret: region.getByLabel("regret at least"),
    right: region.getByLabel("experts within 0.05 of the best"),
    clear: region.getByRole("button", { name: "Clear selection" }),
    detail: region.getByRole("region", { name: /^Prompt / }),
  };
}

const says = (count: number) => `${count.toLocaleString("en")} of ${prompts.length.toLocaleString("en")} prompts`;

test("an area drawn on the map selects what lies in it; Escape gives a line up", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const { status } = panel(explorer);
  const map = explorer.region("Router map");
  const toggle = map.getByRole("button", { name: "Select area" });
  const canvas = map.locator("canvas");
  await toggle.click();
  await drawOver(page, canvas, [
    [0.1, 0.1],
    [0.9, 0.1],
  ]);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect(toggle).toHaveAttribute("aria-pressed", "false");
  await expect(status).toContainText(says(prompts.length));

  // The left half, from top to bottom: every prompt left of the map's middle.
  await toggle.click();
  await drawOver(page, canvas, LEFT_HALF);
  await page.mouse.up();
  await expect(toggle).toHaveAttribute("aria-pressed", "false");
  const all = (await shippedBenchmark()).x;
  const middle = (Math.min(...all) + Math.max(...all)) / 2;
  const left = prompts.filter(({ x }) => x < middle).length;
  await expect(status).toContainText(/selected/);
  const shown = Number((await status.innerText()).split(" ")[0]!.replace(",", ""));
  // The line's corners are rounded to a fraction of a pixel.
  expect(Math.abs(shown - left)).toBeLessThan(0.02 * prompts.length);
  await expect(page).toHaveURL(/area=/);
});
