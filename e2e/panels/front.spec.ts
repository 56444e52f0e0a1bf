import { expect, test } from "@playwright/test";
import { EXPERTS, judgedPrompts, mean, shippedBenchmark } from "../support/benchmark.ts";
import { Explorer, manifest } from "../support/explorer.ts";
import { settled } from "../support/timers.ts";

const COURT =
  "The appellant contends that the district court erred in granting summary [MASK], and we review that ruling de novo.";

test("the handle can be dragged along the curve", { tag: "@journey" }, async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const handle = page.getByRole("slider", { name: "Position on the front" });
  const box = (await handle.boundingBox())!;
  await page.mouse.move(box.x + 12, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 150, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Number(await explorer.slider("Size").inputValue())).toBeGreaterThan(0);
  const moved = (await handle.boundingBox())!;
  expect(moved.y).toBeGreaterThan(box.y + 20);
});

test("the band and the intervals appear, and the figures lie inside them", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const front = explorer.region("Pareto front");
  await expect(front.locator("path.band:not(.stale)")).toHaveCount(1);
  const row = front.getByRole("row", { name: /^router / });
  await expect(row).toContainText(/\d\.\d\d\s*\[\d\.\d\d, \d\.\d\d\]/);
  const [value, low, high] = (await row.innerText()).match(/\d+\.\d+/g)!.map(Number);
  expect(low!).toBeLessThanOrEqual(value!);
  expect(high!).toBeGreaterThanOrEqual(value!);
  await expect(front.getByRole("row", { name: /^oracle gap closed/ })).toContainText(/%\s*\[.*%, .*%\]/);
  await expect(front.getByRole("row", { name: /^hypervolume/ })).toContainText(/%\s*\[.*%, .*%\]/);
  expect(explorer.errors).toEqual([]);
});

test("a sentence on the first screen says what routing gains and costs; its figures are those of a plain search", async ({
  page,
}) => {
  const benchmark = await shippedBenchmark();
  const prompts = judgedPrompts(benchmark);
  const rows = [...benchmark.kind.keys()].filter((row) => benchmark.kind[row] === "window");
  const singles = EXPERTS.map((_, i) => mean(rows.map((row) => benchmark.losses.data[row * EXPERTS.length + i]!)));
  const [router, single] = [mean(prompts.map(({ loss }) => loss)), Math.min(...singles)];
  const closed = (single - router) / (single - mean(prompts.map(({ best }) => best)));
  const size = manifest.constraints.find(({ id }) => id === "size")!;
  const explorer = await new Explorer(page).open();
  const sentence = explorer.region("Pareto front").locator(".verdict");
  await expect(sentence).toBeInViewport({ ratio: 1 });
  await expect(sentence).toContainText(`Routing gains ${(single - router).toFixed(2)} nats per token [`);
  await expect(sentence).toContainText(`${router.toFixed(2)} instead of ${single.toFixed(2)}`);
  await expect(sentence).toContainText(`closes ${(100 * closed).toFixed(1)}% [`);
  await expect(sentence).toContainText(manifest.experts[singles.indexOf(single)]!.label);
  const parameters = mean(prompts.map(({ chosen }) => size.raw[chosen]!));
  await expect(sentence).toContainText(`a mean size of ${(parameters / 1e6).toFixed(2)} M`);
  // When size is all that matters, routing loses against the best single expert, and the sentence changes.
  await explorer.slider("Size").press("End");
  await expect(sentence).toContainText(/^At the current λ, routing gives up \d\.\d\d nats per token \[\d/);
});

test("undo restores the view before a move of a slider, redo the one after it", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const opening = await explorer.prompt.inputValue();
  const chosen = await explorer.decide(COURT);
  await settled(page);
  await explorer.slider("Size").press("End");
  await expect(explorer.chosen).not.toContainText(chosen);
  await settled(page);
  await page.keyboard.press("Control+z");
  await expect(explorer.slider("Size")).toHaveValue("0");
  await expect(explorer.chosen).toContainText(chosen);
  await page.keyboard.press("Control+Shift+z");
  await expect(explorer.slider("Size")).toHaveValue("1000");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(explorer.slider("Size")).toHaveValue("0");
  await expect(explorer.prompt).toHaveValue(COURT);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(explorer.prompt).toHaveValue(opening);
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
});

test("while a flag is typed, suggestions complete it; the finished flag moves its slider", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await explorer.prompt.press("End");
  await explorer.prompt.pressSequentially(" [Flag: sm");
  const options = page.getByRole("listbox", { name: "Flag suggestions" }).getByRole("option");
  await expect(options.first()).toContainText("smallest");
  await explorer.prompt.press("ArrowDown");
  await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
  await explorer.prompt.press("Escape");
  await expect(options).toHaveCount(0);
  await explorer.prompt.pressSequentially("a");
  await explorer.prompt.press("Enter");
  await expect(explorer.prompt).toHaveValue(`${COURT} [Flag: smallest]`);
  await expect(explorer.slider("Size")).toHaveValue("1000");
  await expect(page.getByRole("list", { name: "Flags" })).toContainText("to the end of its slider");
  await expect(explorer.region("Decision")).toContainText(/answers.*at Size λ = /);
});

test("the help opens with ?, lists flags and keys, and gives the focus back", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await explorer.slider("Size").focus();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Flags and keyboard shortcuts" });
  await expect(help).toContainText("under 2M parameters");
  await expect(help).toContainText("Ctrl+Z");
  await page.keyboard.press("Escape");
  await expect(help).toHaveCount(0);
  await expect(explorer.slider("Size")).toBeFocused();
});
