import { join, resolve } from "node:path";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { Explorer } from "../support/explorer.ts";
import { customExpertFiles, serveHub, TOKEN } from "../support/hub.ts";
import { added, dialog, lookUp, openDialog } from "./expertsDialog.ts";

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";
const BERT = customExpertFiles();

test("a model is found by its pasted address, with a revision, and under its old name", async ({ page }) => {
  test.setTimeout(200_000);
  const site = await serveHub(new Map([["lab/bert", BERT]]), { renamed: { "old/bert": "lab/bert" } });
  const explorer = await new Explorer(page).open(site.url);
  await explorer.decide(COURT);
  await openDialog(page);
  await expect(dialog(page).getByRole("link", { name: "Models that fit" })).toHaveAttribute(
    "href",
    /pipeline_tag=fill-mask/,
  );
  for (const [written, id] of [
    [`${site.url}hub/lab/bert/tree/refs%2Fpr%2F1/onnx`, "lab/bert"],
    [" lab/bert@main ", "lab/bert"],
    ["old/bert/", "old/bert"],
  ] as const) {
    await lookUp(page, site, written);
    const candidate = dialog(page).getByRole("region", { name: `Add ${id}` });
    await expect(candidate, written).toContainText("8 bits, signed");
    if (id === "old/bert") await candidate.getByRole("button", { name: /^Download .* and add$/ }).click();
    else await candidate.getByRole("button", { name: "Dismiss" }).click();
  }
  await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
  expect(explorer.errors).toEqual([]);
  await site.close();
});

test("a gated model is fetched with a token, and a broken download goes on where it broke", async ({ page }) => {
  test.setTimeout(200_000);
  const site = await serveHub(new Map([["lab/gated", BERT]]), { gated: ["lab/gated"] });
  const explorer = await new Explorer(page).open(site.url);
  await explorer.decide(COURT);
  await openDialog(page);
  await dialog(page).getByText("a gated or private model").click();
  const token = dialog(page).getByLabel("Access token");
  const problem = dialog(page).getByRole("alert");
  await token.fill("hf_of_someone_else");
  await lookUp(page, site, "lab/gated");
  await expect(problem).toContainText("the hub answered 401");
  await token.fill(TOKEN);
  await dialog(page).getByRole("button", { name: "Look up" }).click();
  const download = dialog(page).getByRole("button", { name: /^Download .* and add$/ });
  site.faults.set("model_int8.onnx", { kind: "cut" });
  await download.click();
  await expect(problem).toContainText(/stopped arriving after \d+ bytes/);
  site.faults.clear();
  await download.click();
  await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
  const starts = site.ranges.map((range) => Number(/^bytes=(\d+)-$/.exec(range)![1]));
  expect(starts.at(-1)).toBeGreaterThan(0);
  expect(starts.at(-1)).toBeLessThanOrEqual(BERT.get("onnx/model_int8.onnx")!.length / 2);
  // The token is nowhere but in the page's memory.
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage, at: location.href }));
  expect(kept).not.toContain(TOKEN);
  expect(explorer.errors.filter((error) => !/401|ERR_/.test(error))).toEqual([]);
  await site.close();
});

test("an expert comes by a folder, chosen or dropped, as well", async ({ page }) => {
  test.setTimeout(300_000);
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await openDialog(page);
  const folder = resolve("e2e/fixtures/newcomer");
  const candidate = dialog(page).getByRole("region", { name: "Add newcomer" });
  await dialog(page).getByLabel("Choose a folder…").and(page.locator("input")).setInputFiles(folder);
  await expect(candidate).toContainText(
    /BertForMaskedLM, 2 layers of 48.*parameters are counted in the file.*licence mit/s,
  );
  await candidate.getByRole("button", { name: "Dismiss" }).click();
  const files = ["config.json", "tokenizer.json", "onnx/model_int8.onnx"].map((path) => join(folder, path));
  await dialog(page).getByLabel("Choose files…").setInputFiles(files);
  await expect(dialog(page).getByRole("region", { name: "Add my-expert" }).getByRole("radio")).toHaveCount(1);
  await dialog(page).getByRole("button", { name: "Dismiss" }).click();
  await dropOn(page, dialog(page).getByText("drop a model folder"), folder);
  await expect(candidate.getByRole("radio")).toHaveCount(2);
  await candidate.getByRole("button", { name: "Add", exact: true }).click();
  await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
  expect(explorer.errors).toEqual([]);
});

/** Drops a file or folder of this computer, as a user would. */
async function dropOn(page: Page, target: Locator, path: string): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = (await target.boundingBox())!;
  const browser = await page.context().newCDPSession(page);
  const at = { x: box.x + 4, y: box.y + box.height / 2, data: { items: [], files: [path], dragOperationsMask: 1 } };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await browser.send("Input.dispatchDragEvent", { type, ...at });
  }
}
