import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { EXPERTS, mean, shippedBenchmark } from "../support/benchmark.ts";
import { Explorer } from "../support/explorer.ts";

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
