import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { judgedPrompts, mean, shippedBenchmark } from "./benchmark.ts";
import { Explorer, manifest } from "./explorer.ts";

async function saved(page: Page, region: Locator, format: string): Promise<Buffer> {
  const download = page.waitForEvent("download");
  await region.getByRole("button", { name: new RegExp(`^Save .* as ${format}$`) }).click();
  return readFileSync(await (await download).path());
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
    // It stands on its own: no class asks for a style sheet, and every mark says how it looks.
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).not.toMatch(/ (class|style)=|var\(/);
    const png = await saved(page, region, "PNG");
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    const box = (await region.locator(".plot").boundingBox())!;
    expect(Math.abs(png.readUInt32BE(16) - 2 * box.width)).toBeLessThanOrEqual(1);
  }
  expect(explorer.errors).toEqual([]);
});
