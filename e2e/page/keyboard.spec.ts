import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { Explorer, manifest } from "../support/explorer.ts";

/** Presses Tab (or Shift+Tab) until the focus is on the element: it must be reachable, whatever comes in between. */
async function tabTo(page: Page, target: Locator, { back = false } = {}): Promise<void> {
  const element = await target.elementHandle();
  for (let presses = 0; presses < 400; presses++) {
    if (await page.evaluate((wanted) => document.activeElement === wanted, element)) return;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  throw new Error("Tab does not lead there");
}

test("the whole job by keyboard alone: type, read, weigh, run, select, inspect, export", { tag: "@journey" }, async ({
  page,
}) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  const text = "We review the ruling of the district court de [MASK].";
  await explorer.decision(await explorer.prompt.inputValue());

  await page.keyboard.press("/");
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
  const chosen = await explorer.decision(text);

  await page.keyboard.press("Control+Enter");
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();

  const slider = explorer.slider("Size");
  await tabTo(page, slider);
  await page.keyboard.press("End");
  await expect(explorer.chosen.locator("strong")).not.toHaveText(chosen);
  await page.keyboard.press("Home");
  await expect(explorer.chosen.locator("strong")).toHaveText(chosen);

  const domains = explorer.region("Domains");
  await tabTo(page, domains.locator("tbody th button").first());
  await page.keyboard.press("Enter");
  const selection = explorer.region("Prompts").getByRole("status", { name: "Selection" });
  await expect(selection).toContainText("selected");

  const grid = explorer.region("Prompts").getByRole("grid", { name: "Benchmark prompts" });
  await tabTo(page, grid);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(explorer.region("Prompts").getByRole("region", { name: /^Prompt / })).toBeVisible();

  await tabTo(page, explorer.region("Prompts").getByRole("button", { name: "Save prompts as CSV" }), { back: true });
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const lines = readFileSync(await (await download).path(), "utf8")
    .trim()
    .split("\r\n");
  const [count] = (await selection.innerText()).split(" ");
  expect(lines.length - 1).toBe(Number(count!.replace(",", "")));

  // The decision log has recorded everything, and Escape closes it.
  await page.keyboard.press("l");
  const log = page.getByRole("dialog", { name: "Decision log" });
  await expect(log.getByRole("row").filter({ hasText: "de [MASK]" }).first()).toContainText(chosen);
  await tabTo(page, log.getByRole("button", { name: "Save as JSON" }));
  const saved = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const { decisions } = JSON.parse(readFileSync(await (await saved).path(), "utf8"));
  const own = decisions.find(({ prompt }: { prompt: string }) => prompt === text);
  expect(own).toMatchObject({ choice: chosen, library: manifest.id, runs: [{ expert: chosen }] });
  expect(Object.keys(own.predicted)).toEqual(manifest.experts.map(({ id }) => id));
  await page.keyboard.press("Escape");
  await expect(log).toHaveCount(0);
  expect(explorer.errors).toEqual([]);
});

test("what the plots show is read out once a slider or a selection has come to rest", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const read = page.getByRole("status", { name: "Plots", exact: true });
  await explorer.decide("We review the ruling of the district court de [MASK].");
  await expect(read).toContainText(/On the map, your prompt is among .+: \d+ of the \d+ nearest passages/);
  await explorer.slider("Size").press("End");
  await expect(read).toContainText(/At Size λ = .+ the router reaches .+; at λ = 0 it is/);
  await explorer.region("Domains").locator("tbody th button").first().click();
  await expect(read).toContainText(/Showing [\d,]+ of [\d,]+ passages/);
  // The decision's figures can be saved, too.
  const download = page.waitForEvent("download");
  await explorer.region("Decision").getByRole("button", { name: "Save decision as CSV" }).click();
  const [head, ...rows] = readFileSync(await (await download).path(), "utf8")
    .trim()
    .split("\r\n");
  expect(head).toBe("expert,predicted loss,size λC,objective");
  expect(rows.length).toBe(manifest.experts.length);
  const [expert, loss, cost, sum] = rows[0]!.split(",");
  expect(expert).toBe(await explorer.chosen.locator("strong").innerText());
  expect(Number(loss) + Number(cost)).toBeCloseTo(Number(sum), 5);
  expect(explorer.errors).toEqual([]);
});
