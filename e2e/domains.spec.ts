import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { EXPERTS, judgedPrompts, mean, shippedBenchmark } from "./benchmark.ts";
import { Explorer, manifest } from "./explorer.ts";

const domain = manifest.domains[0]!;

test("the heat map by domain, absolute and relative to best, follows from the Parquet file; the link restores it", async ({
  page,
}) => {
  const { losses, domain: domains, kind } = await shippedBenchmark();
  const rows = [...domains.keys()].filter((row) => kind[row] === "window" && domains[row] === domain.id);
  const means = EXPERTS.map((_, i) => mean(rows.map((row) => losses.data[row * EXPERTS.length + i]!)));
  const best = Math.min(...means);

  const explorer = await new Explorer(page).open();
  const region = explorer.region("Domains");
  await region.getByLabel("by", { exact: true }).selectOption("domain");
  const row = region
    .getByRole("table")
    .first()
    .getByRole("row", { name: new RegExp(`^${domain.label}`) });
  await expect(row.getByRole("cell")).toHaveText(means.map((value) => value.toFixed(2)));
  await region.getByLabel("told").selectOption("relative");
  await expect(row.getByRole("cell").nth(means.indexOf(best))).toHaveText("best");
  const worst = means.indexOf(Math.max(...means));
  await expect(row.getByRole("cell").nth(worst)).toHaveText(`+${(means[worst]! - best).toFixed(2)}`);
  await expect(page).toHaveURL(/against=best/);
  const second = await new Explorer(await page.context().newPage()).open(page.url());
  await expect(second.region("Domains").getByLabel("told")).toHaveValue("relative");
  await expect(second.region("Domains").getByLabel("by", { exact: true })).toHaveValue("domain");
});

test("the share that each expert receives moves with λ", async ({ page }) => {
  const prompts = judgedPrompts(await shippedBenchmark()).filter((prompt) => prompt.domain === domain.id);
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#heat=share&by=domain`);
  const row = explorer
    .region("Domains")
    .getByRole("table")
    .first()
    .getByRole("row", { name: new RegExp(`^${domain.label}`) });
  const shares = EXPERTS.map((id) => prompts.filter(({ chosen }) => chosen === id).length / prompts.length);
  const top = shares.indexOf(Math.max(...shares));
  await expect(row.getByRole("cell").nth(top)).toHaveText(`${(100 * shares[top]!).toFixed(0)}%`);
  await explorer.slider("Size").press("End");
  const size = manifest.constraints.find(({ id }) => id === "size")!;
  const smallest = EXPERTS.findIndex((id) => size.score[id] === 0);
  await expect(row.getByRole("cell").nth(smallest)).toHaveText("100%");
});

test("calibration of one expert: its error and its bins are those of a plain search, in table, plot and file", async ({
  page,
}) => {
  const expert = EXPERTS[0]!;
  const { losses, predicted, kind } = await shippedBenchmark();
  const pairs = kind.flatMap((one, row) =>
    one === "window" ? [[predicted.data[row * EXPERTS.length]!, losses.data[row * EXPERTS.length]!] as const] : [],
  );
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#calibration=${expert}`);
  const section = explorer.region("Domains").getByRole("region", { name: /^Reliability/ });
  await expect(section).toContainText(`on ${pairs.length.toLocaleString("en")} predictions`);
  const absolute = mean(pairs.map(([expected, actual]) => Math.abs(expected - actual)));
  await expect(section).toContainText(`mean absolute error ${absolute.toFixed(2)}`);
  await expect(section.getByRole("img", { name: /^Reliability: \d+ bins/ })).toBeVisible();

  const download = page.waitForEvent("download");
  await section.getByRole("button", { name: "Save reliability as CSV" }).click();
  const lines = readFileSync(await (await download).path(), "utf8")
    .trim()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  await expect(section.getByRole("table").getByRole("row")).toHaveCount(lines.length + 1);
  let error = 0;
  lines.forEach(([low, high, count, expected, actual], k) => {
    const last = k === lines.length - 1;
    const inside = pairs.filter(([value]) => value >= low! && (last ? value <= high! : value < high!));
    expect(Math.abs(inside.length - count!)).toBeLessThanOrEqual(1); // an end may round either way
    expect(expected).toBeCloseTo(mean(inside.map(([value]) => value)), 1);
    error += (count! / pairs.length) * Math.abs(expected! - actual!);
  });
  await expect(section).toContainText(`expected calibration error ${error.toFixed(2)}`);

  const image = page.waitForEvent("download");
  await section.getByRole("button", { name: "Save reliability as SVG" }).click();
  expect(readFileSync(await (await image).path(), "utf8")).toMatch(/^<svg .*<circle/s);
  expect(explorer.errors).toEqual([]);
});
