/** Texts of the front: readable at every width, against every constraint, for the shipped library and for a table. */
import { expect, type Page, test } from "@playwright/test";
import { importLooked } from "../libraries/tableDialog.ts";
import { Explorer } from "../support/explorer.ts";
import { plotTextFaults } from "../support/plotTexts.ts";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

/** Fewest ticks that show how an axis runs. */
const ENOUGH_TICKS = 3;

async function expectReadable(page: Page): Promise<void> {
  const front = new Explorer(page).region("Pareto front");
  const against = front.getByRole("combobox", { name: "against" });
  const plot = front.locator(".plot[data-figure]");
  const options = against.locator("option");
  const axes = await options.evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value));
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const axis of axes) {
      await against.selectOption(axis);
      const at = `${axis}, ${size.width} × ${size.height}`;
      await expect.poll(() => plotTextFaults(plot), { message: at }).toEqual([]);
      const ticks = plot.locator(".axes > g > text[text-anchor=middle]");
      await expect.poll(() => ticks.count(), { message: at }).toBeGreaterThanOrEqual(ENOUGH_TICKS);
      const labels = await ticks.allTextContents();
      expect(new Set(labels).size, at).toBe(labels.length);
    }
  }
}

test("no text of the front lies on another, on a mark, or beyond the plot", async ({ page }) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  await expect(explorer.region("Pareto front").getByRole("slider")).toBeVisible();
  await expectReadable(page);
  expect(explorer.errors).toEqual([]);
});

test("nor does any of a table's front", async ({ page }) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  await page.getByRole("button", { name: "Libraries…" }).click();
  const names = ["large-model-v4", "large-model-v3", "middle-13b", "small-7b", "small-7b-code", "tiny-1b"];
  const rows = Array.from({ length: 60 }, (_, i) => {
    const scores = names.map((_, k) => Number((i * 7 + k * 3) % 11 > k + 2));
    return [i, `p${i}`, i % 2 ? "law" : "maths", ...scores, ...names.map((_, k) => 0.01 / 3 ** k)].join(",");
  });
  const costs = names.map((name) => `${name}_cost`);
  const csv = `id,prompt,dataset,${[...names, ...costs].join(",")}\n${rows.join("\n")}\n`;
  const file = { name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.getByRole("dialog", { name: "Libraries" }).getByLabel("Choose a table").last().setInputFiles(file);
  await importLooked(page);
  await page.keyboard.press("Escape");
  await expect(explorer.region("Table report")).toBeVisible();
  await expectReadable(page);
  expect(explorer.errors).toEqual([]);
});

test("the marks of the front are reached by keyboard, and say what hovering shows", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const front = explorer.region("Pareto front");
  const marks = front.getByRole("group", { name: "Marks of the plot" });
  await marks.locator("[tabindex='0']").focus();
  const seen: string[] = [];
  for (let k = 0; k < 4; k++) {
    await page.keyboard.press("ArrowRight");
    const card = (await marks.locator(":focus").getAttribute("aria-label"))!;
    await expect(page.getByRole("tooltip")).toHaveText(card);
    seen.push(card);
  }
  expect(new Set(seen).size).toBe(4);
  expect(await marks.locator("[tabindex='0']").count()).toBe(1);
  // What the legend hides is not gone to.
  await front.getByRole("button", { name: "baselines" }).click();
  await marks.locator("[tabindex='0']").focus();
  await page.keyboard.press("End");
  await expect(marks.locator(":focus")).toHaveAttribute("data-part", "experts");
  expect(explorer.errors).toEqual([]);
});
