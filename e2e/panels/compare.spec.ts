import { expect, type Locator, test } from "@playwright/test";
import { mean, shippedBenchmark } from "../support/benchmark.ts";
import { ADVANTAGE, serveComparisons, serveManifest, withAllConstraints } from "../support/enriched.ts";
import { Explorer, manifest } from "../support/explorer.ts";

/** A policy's value in the table next to the front. */
async function figureOf(front: Locator, policy: string): Promise<number> {
  const row = front.getByRole("row", { name: new RegExp(`^${policy} `) });
  return Number((await row.getByRole("cell").first().innerText()).replace("%", ""));
}

test("kNN, ridge and the other library stand beside the router: curves, figures, intervals, and switches for each", async ({
  page,
}) => {
  test.slow();
  await serveComparisons(page);
  const explorer = await new Explorer(page).open();
  const front = explorer.region("Pareto front");
  const compare = front.getByRole("list", { name: "Compare the router with" });
  await expect(compare.getByRole("button")).toHaveText(["kNN on router states", "ridge on router states", "Joint"]);
  await expect(front.locator("path.curve.knn")).toHaveCount(1);
  await expect(front.locator("path.curve.ridge")).toHaveCount(1);
  const [router, oracle] = [await figureOf(front, "router"), await figureOf(front, "oracle")];
  expect(await figureOf(front, "kNN on router states")).toBe(oracle);
  expect(await figureOf(front, "ridge on router states")).toBe(router);

  await compare.getByRole("button", { name: "Joint" }).click();
  await expect(front.locator("path.curve.variant-router")).toHaveCount(1);
  await expect(front.locator("path.curve.variant-oracle")).toHaveCount(1);
  expect(await figureOf(front, "Joint: router")).toBeCloseTo(router - ADVANTAGE, 1);
  expect(await figureOf(front, "Joint: oracle")).toBeCloseTo(oracle - ADVANTAGE, 1);
  // Paired by prompt, a constant difference has an interval of zero width.
  await expect(front.getByRole("row", { name: /^Joint: router / })).toContainText("−0.50 [−0.50, −0.50]");
  await expect(front.getByRole("row", { name: /^ridge on router states / })).toContainText("+0.00 [+0.00, +0.00]");
  await expect(page).toHaveURL(/with=knn%7Eridge%7Ejoint|with=knn~ridge~joint/);

  await compare.getByRole("button", { name: "kNN on router states" }).click();
  await expect(front.locator("path.curve.knn")).toHaveCount(0);
  await expect(front.getByRole("row", { name: /^kNN/ })).toHaveCount(0);
  expect(explorer.errors).toEqual([]);
});

test("without references and other libraries there is nothing to switch on", async ({ page }) => {
  const bare = structuredClone(manifest);
  bare.variants = [];
  delete bare.benchmark.references;
  await serveManifest(page, bare);
  const explorer = await new Explorer(page).open();
  await expect(explorer.region("Pareto front").locator("path.curve.router")).toHaveCount(1);
  await expect(page.getByRole("list", { name: "Compare the router with" })).toHaveCount(0);
});

test("what the shipped library offers for comparison can be shown", async ({ page }) => {
  const { references } = manifest.benchmark;
  const variants = (manifest.variants ?? []).filter(({ otherPrompts }) => !otherPrompts);
  test.skip(references === undefined && variants.length === 0, "the shipped library has no references and no variants");
  test.slow();
  const explorer = await new Explorer(page).open();
  const front = explorer.region("Pareto front");
  for (const { label } of variants) await front.getByRole("button", { name: label, exact: true }).click();
  const curves = (references === undefined ? 0 : 2) + 2 * variants.length;
  await expect(front.locator("path.curve:not(.router, .oracle)")).toHaveCount(curves);
  for (const { label } of variants) expect(await figureOf(front, `${label}: router`)).toBeGreaterThan(0);
  expect(explorer.errors).toEqual([]);
});

test("the expert of the true domain and that of the true part have the losses of a plain search", async ({ page }) => {
  const { kind, domain, part, losses } = await shippedBenchmark();
  const rows = kind.flatMap((one, row) => (one === "window" ? [row] : []));
  const at = (row: number, i: number) => losses.data[row * losses.columns + i]!;
  const expected = (labels: string[]) => {
    const best = new Map(
      [...new Set(labels)].map((label) => {
        const own = rows.filter((row) => labels[row] === label);
        const means = Array.from({ length: losses.columns }, (_, i) => mean(own.map((row) => at(row, i))));
        return [label, means.indexOf(Math.min(...means))];
      }),
    );
    return mean(rows.map((row) => at(row, best.get(labels[row]!)!)));
  };
  const explorer = await new Explorer(page).open();
  const front = explorer.region("Pareto front");
  await expect(front.getByRole("row", { name: /^expert of the true part / })).toBeVisible();
  expect(await figureOf(front, "expert of the true domain")).toBeCloseTo(expected(domain), 2);
  expect(await figureOf(front, "expert of the true part")).toBeCloseTo(expected(part), 2);
});

test("every constraint can be the x axis, with its unit, and every kind of prompt can be measured on", async ({
  page,
}) => {
  test.slow();
  const library = withAllConstraints();
  await serveManifest(page, library);
  const explorer = await new Explorer(page).open();
  const front = explorer.region("Pareto front");
  for (const { id, unit } of library.constraints) {
    await front.getByLabel("against").selectOption(id);
    await expect(front.locator(".axis-title").first()).toContainText(unit);
    await expect(front.locator("path.curve.router")).toHaveAttribute("d", /^M/);
    await expect(front.getByRole("slider", { name: "Position on the front" })).toBeVisible();
  }
  const { kind } = await shippedBenchmark();
  for (const one of new Set(kind)) {
    const count = kind.filter((other) => other === one).length;
    await front.getByLabel("prompts").selectOption(one);
    await expect(front).toContainText(`${count.toLocaleString("en")} held-out passages`);
    await expect(page.getByRole("status", { name: "Selection" })).toContainText(
      `${count.toLocaleString("en")} of ${count.toLocaleString("en")} prompts`,
    );
  }
  expect(explorer.errors).toEqual([]);
});
