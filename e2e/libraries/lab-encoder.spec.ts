/** An encoder of a hub as a feature of the lab: looked up, fetched once, trained with, kept, and part of the downloaded router. */
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { unzipSync } from "fflate";
import { tinyEncoder } from "../../src/workers/encoder/tinyEncoder.ts";
import { labCsv } from "../../src/workers/lab/testing.ts";
import { Explorer } from "../support/explorer.ts";
import { serveHub } from "../support/hub.ts";
import { importForLab } from "./tableDialog.ts";

test.describe.configure({ timeout: 170_000 });
test.use({ serviceWorkers: "block" });

/** A real encoder's folder can be tried in its place: `ENCODER_FOLDER=… npx playwright test e2e/libraries/lab-encoder.spec.ts`. */
function encoderFiles(): Map<string, Buffer> {
  const folder = process.env.ENCODER_FOLDER;
  if (!folder) return new Map([...tinyEncoder()].map(([path, content]) => [path, Buffer.from(content)]));
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = found.map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replace(/^\//, ""));
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

async function trainEncoder(explorer: Explorer, page: Page, first: () => Promise<void>): Promise<string> {
  const lab = explorer.region("Lab");
  const features = lab.getByRole("group", { name: "Features" });
  for (const name of ["Router state", "TF-IDF"]) await features.getByRole("checkbox", { name }).uncheck();
  await features.getByRole("checkbox", { name: "Encoder" }).check();
  await first();
  await lab.getByRole("button", { name: "Train" }).click();
  const compared = lab.getByRole("table", { name: "Routers compared" });
  await expect(compared).toBeVisible({ timeout: 120_000 });
  await expect(compared).toContainText("encoder ridge");
  expect(await page.getByRole("alert").count()).toBe(0);
  return (await compared.textContent())!;
}

test("an encoder of a hub is looked up, trained with, kept for the next visit, and taken home", async ({ page }) => {
  const files = encoderFiles();
  const site = await serveHub(new Map([["lab/mini", files]]));
  const explorer = await new Explorer(page).open(site.url);
  await importForLab(page, labCsv(60));
  const lab = explorer.region("Lab");
  const trained = await trainEncoder(explorer, page, async () => {
    await lab.getByText("another hub").click();
    await lab.getByLabel("Address of the hub").fill(`${site.url}hub/`);
    await lab.getByLabel("Encoder from the Hub").fill("lab/mini");
    await lab.getByRole("button", { name: "Look up" }).click();
    await expect(lab.getByRole("region", { name: "Encoder" })).toContainText(
      /the mean over its tokens, scaled to length 1; it reads \d+ tokens at most.*are downloaded when you train/,
    );
    expect(site.asked.filter((path) => path.endsWith(".onnx"))).toEqual([]);
  });
  const weights = () => site.asked.filter((path) => path.includes(".onnx")).length;
  const fetched = weights();
  expect(fetched).toBeGreaterThan(0);

  await page.reload();
  const again = await trainEncoder(explorer, page, async () => {
    await expect(lab.getByRole("region", { name: "Encoder" })).toContainText("kept in this browser");
  });
  expect(again).toBe(trained);
  expect(weights()).toBe(fetched);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    (async () => {
      await lab.getByLabel("Router", { exact: true }).selectOption("encoder ridge");
      await lab.getByRole("button", { name: "Download router" }).click();
    })(),
  ]);
  const zip = unzipSync(await readFile(await download.path()));
  expect(Buffer.from(zip["tokenizer.json"]!)).toEqual(files.get("tokenizer.json"));
  expect(JSON.parse(Buffer.from(zip["router.json"]!).toString()).route.texts).toMatchObject([
    { feature: "encoder", model: null, ids: "input_ids", attention: "attention_mask" },
  ]);
  expect(explorer.errors).toEqual([]);
  await site.close();
});
