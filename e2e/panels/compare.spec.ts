import { expect, type Locator, test } from "@playwright/test";
import { ADVANTAGE, serveComparisons } from "../support/enriched.ts";
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
