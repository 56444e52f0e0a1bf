import { expect, test } from "@playwright/test";
import { EXPERTS, judgedPrompts, mean, shippedBenchmark } from "../support/benchmark.ts";
import { Explorer, manifest } from "../support/explorer.ts";

test("the handle can be dragged along the curve", { tag: "@journey" }, async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const handle = page.getByRole("slider", { name: "Position on the front" });
  const box = (await handle.boundingBox())!;
  await page.mouse.move(box.x + 12, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 150, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Number(await explorer.slider("Size").inputValue())).toBeGreaterThan(0);
  // The front follows the slider a few frames later.
  await expect.poll(async () => (await handle.boundingBox())!.y).toBeGreaterThan(box.y + 20);
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
