import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { judgedPrompts, mean, shippedBenchmark } from "../support/benchmark.ts";
import { Explorer, manifest } from "../support/explorer.ts";

async function saved(page: Page, region: Locator, format: string, name = ".*"): Promise<Buffer> {
  const download = page.waitForEvent("download");
  await region.getByRole("button", { name: new RegExp(`^Save ${name} as ${format}$`) }).click();
  return readFileSync(await (await download).path());
}

/** Texts of an SVG, in drawing order. */
const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!.replaceAll("&amp;", "&"));

/** Number of distinct colours in a picture, and its size. */
function look(page: Page, png: Buffer): Promise<{ width: number; height: number; colours: number }> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d")!;
    context.drawImage(picture, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, picture.width, picture.height);
    return { width, height, colours: new Set(new Uint32Array(data.buffer)).size };
  }, png.toString("base64"));
}

test("front, map and table are saved; the figures in the files are those of the selection", async ({ page }) => {
  const { id: domain } = manifest.domains[0]!;
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#in=${domain}`);
  const prompts = judgedPrompts(await shippedBenchmark()).filter((prompt) => prompt.domain === domain);

  const table = (await saved(page, explorer.region("Prompts"), "CSV")).toString().trim().split("\r\n");
  expect(table[0]!.split(",").at(-1)).toBe("regret");
  expect(table.length).toBe(prompts.length + 1);
  const total = table.slice(1).reduce((sum, line) => sum + Number(line.split(",").at(-1)), 0);
  expect(total / prompts.length).toBeCloseTo(mean(prompts.map(({ regret }) => regret)), 5);

  const front = explorer.region("Pareto front");
  const [, first] = (await saved(page, front, "CSV")).toString().split("\r\n");
  const [curve, lambda, , loss] = first!.split(",");
  expect([curve, lambda]).toEqual(["router", "0"]);
  expect(Number(loss)).toBeCloseTo(mean(prompts.map((prompt) => prompt.loss)), 5);

  for (const region of [front, explorer.region("Router map")]) {
    const svg = (await saved(page, region, "SVG")).toString();
    // It is self-contained: no class needs a style sheet, and every mark has its own style.
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).not.toMatch(/ (class|style)=|var\(/);
    const png = await saved(page, region, "PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    const box = (await region.locator(".plot").boundingBox())!;
    expect(Math.abs(png.readUInt32BE(16) - 2 * box.width)).toBeLessThanOrEqual(1);
  }
  expect(explorer.errors).toEqual([]);
});

test("every figure is saved as SVG, which needs no style sheet, and as PNG, which is not blank", async ({ page }) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  const prompt = "The appellant contends that the district court erred in granting summary [MASK].";
  await explorer.decide(prompt);
  await expect(explorer.region("Causal map").locator("canvas")).toBeVisible();
  const figures: [region: string, name: string][] = [
    ["Decision", "decision"],
    ["Pareto front", "pareto front"],
    ["Router map", "router map"],
    ["Causal map", "causal map"],
    ["Domains", "domains"],
    ["Domains", "reliability"],
  ];
  for (const [region, name] of figures) {
    const svg = (await saved(page, explorer.region(region), "SVG", name)).toString();
    expect([name, svg]).toEqual([name, expect.stringMatching(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)]);
    expect([name, svg]).toEqual([name, expect.not.stringMatching(/ (class|style)=|var\(/)]);
    const { width, colours } = await look(page, await saved(page, explorer.region(region), "PNG", name));
    expect(width).toBe(Math.round(2 * Number(/width="([\d.]+)"/.exec(svg)![1])));
    expect(colours).toBeGreaterThan(8);
  }
  expect(explorer.errors).toEqual([]);
});

test("the saved heat map holds every cell, also those that are scrolled out of sight", async ({ page }) => {
  await page.setViewportSize({ width: 700, height: 800 });
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#by=domain`);
  const table = explorer.region("Domains").getByRole("table").first();
  const scroller = explorer.region("Experts by domain");
  // The cells are drawn over several frames.
  await expect(table.getByRole("cell")).toHaveCount(manifest.domains.length * manifest.experts.length);
  await scroller.evaluate((element) => element.scrollTo(200, 0));
  const cells = await table.getByRole("cell").allInnerTexts();
  const svg = (await saved(page, explorer.region("Domains"), "SVG", "domains")).toString();
  const texts = textsOf(svg);
  expect(texts.filter((text) => /^\d+\.\d\d$/.test(text))).toEqual(cells);
  for (const { label } of [...manifest.domains, ...manifest.experts]) expect(texts).toContain(label);
  // The table keeps the reader's scroll position.
  expect(await scroller.evaluate((element) => element.scrollLeft)).toBe(200);
});
