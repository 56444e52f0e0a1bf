import { expect, type Locator, test } from "@playwright/test";
import { type Judged, judgedPrompts, mean, shippedBenchmark } from "./benchmark.ts";
import { drawOver, LEFT_HALF } from "./drawArea.ts";
import { Explorer, manifest } from "./explorer.ts";

let prompts: Judged[];
/** A domain that has parts, and one of them. */
const domain = manifest.domains.find(({ parts }) => parts.length > 1)!;
const part = domain.parts[0]!;

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

function routerLoss(explorer: Explorer): Locator {
  return explorer
    .region("Pareto front")
    .getByRole("row", { name: /^router/ })
    .getByRole("cell")
    .first();
}

test("sorted by regret, the worst choice comes first; the grid says how many rows there are", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const { grid, rows, head } = panel(explorer);
  await head("Regret").getByRole("button").click();
  await expect(head("Regret")).toHaveAttribute("aria-sort", "descending");
  const worst = [...prompts].sort((a, b) => b.regret - a.regret)[0]!;
  await expect(rows.first()).toHaveAttribute("data-prompt", worst.id);
  await expect(rows.first().getByRole("gridcell").last()).toHaveText(worst.regret.toFixed(2));
  await expect(grid).toHaveAttribute("aria-rowcount", String(prompts.length + 1));
  await expect(rows.first()).toHaveAttribute("aria-rowindex", "2");
  // Only visible rows are rendered.
  expect(await rows.count()).toBeLessThan(60);
  await head("Regret").getByRole("button").click();
  await expect(head("Regret")).toHaveAttribute("aria-sort", "ascending");
});

test("filtered by domain, the front's figures equal a brute force from the Parquet file, and a link restores all of it", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  const { status, domain: choice, clear } = panel(explorer);
  await expect(routerLoss(explorer)).toHaveText(mean(prompts.map(({ loss }) => loss)).toFixed(2));
  await choice.selectOption(domain.id);
  const inside = prompts.filter((prompt) => prompt.domain === domain.id);
  await expect(status).toContainText(says(inside.length));
  await expect(routerLoss(explorer)).toHaveText(mean(inside.map(({ loss }) => loss)).toFixed(2));
  const front = explorer.region("Pareto front");
  await expect(
    front
      .getByRole("row", { name: /^oracle/ })
      .getByRole("cell")
      .first(),
  ).toHaveText(mean(inside.map(({ best }) => best)).toFixed(2));
  await expect(front).toContainText(mean(inside.map(({ regret }) => regret)).toFixed(3));

  await choice.selectOption(part.id);
  const inPart = prompts.filter((prompt) => prompt.part === part.id);
  await expect(status).toContainText(says(inPart.length));
  // The URL follows within half a second, so wait for the newest selection.
  await expect(page).toHaveURL(({ hash }) => new URLSearchParams(hash.slice(1)).get("in") === part.id);
  const second = await new Explorer(await page.context().newPage()).open(page.url());
  await expect(panel(second).status).toContainText(says(inPart.length));
  await expect(panel(second).domain).toHaveValue(part.id);
  await expect(routerLoss(second)).toHaveText(mean(inPart.map(({ loss }) => loss)).toFixed(2));

  await clear.click();
  await expect(status).toContainText(says(prompts.length));
  await expect(clear).toBeDisabled();
});

test("regret and “only one expert is right” filter by what was measured", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const { status, regret, right, rows, head } = panel(explorer);
  await regret.fill("0.15");
  const lossy = prompts.filter((prompt) => Math.fround(prompt.regret) >= 0.15);
  await expect(status).toContainText(says(lossy.length));
  await head("Regret").getByRole("button").click();
  await head("Regret").getByRole("button").click();
  const least = [...lossy].sort((a, b) => a.regret - b.regret)[0]!;
  await expect(rows.first()).toHaveAttribute("data-prompt", least.id);
  await right.selectOption("1");
  await expect(status).toContainText(says(lossy.filter((prompt) => prompt.right === 1).length));
  await regret.fill("");
  await right.selectOption("2");
  await expect(status).toContainText(says(prompts.filter((prompt) => prompt.right <= 2).length));
});

test("with the keyboard alone a prompt is opened, walked to the last one, and closed", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const { grid, rows, detail } = panel(explorer);
  await grid.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const third = grid.getByRole("row", { selected: true });
  await expect(third).toHaveAttribute("aria-rowindex", "4");
  await expect(grid).toHaveAttribute("aria-activedescendant", (await third.getAttribute("id"))!);
  await expect(detail.getByRole("list", { name: "Experts by measured loss" }).getByRole("listitem")).toHaveCount(
    manifest.experts.length,
  );
  await page.keyboard.press("End");
  await expect(rows.last()).toHaveAttribute("aria-rowindex", String(prompts.length + 1));
  await expect(grid).toHaveAttribute("aria-activedescendant", (await rows.last().getAttribute("id"))!);
  await page.keyboard.press("Escape");
  await expect(detail).toHaveCount(0);
  expect(explorer.errors).toEqual([]);
});

test("an opened prompt, a selected domain and a sort order come back with the link", async ({ page }) => {
  const target = [...prompts].filter((prompt) => prompt.part === part.id).sort((a, b) => b.regret - a.regret)[3]!;
  const view = new URLSearchParams({ in: part.id, at: target.id, sort: "-regret" });
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#${view}`);
  const { detail, grid, head } = panel(explorer);
  await expect(detail).toContainText(target.part);
  await expect(grid.getByRole("row", { selected: true })).toHaveAttribute("data-prompt", target.id);
  await expect(head("Regret")).toHaveAttribute("aria-sort", "descending");
  await expect(explorer.region("Router map").locator("circle.ring")).toBeVisible();
});

test("a domain's name in the heat map and an expert in the map's legend select their prompts", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const { status } = panel(explorer);
  await explorer.region("Domains").getByRole("button", { name: part.label }).first().click();
  const inPart = prompts.filter((prompt) => prompt.part === part.id);
  await expect(status).toContainText(says(inPart.length));
  const chosen = inPart[0]!.chosen;
  const map = explorer.region("Router map");
  await map.getByLabel("colour by").selectOption("expert");
  const { label } = manifest.experts.find(({ id }) => id === chosen)!;
  const entry = map.getByRole("button", { name: label }).first();
  await entry.click();
  await expect(entry).toHaveAttribute("aria-pressed", "true");
  await expect(status).toContainText(says(inPart.filter((prompt) => prompt.chosen === chosen).length));
});

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
