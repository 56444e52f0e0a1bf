import { expect, test } from "@playwright/test";
import { browserArguments, findBrowser } from "../scripts/browser.mjs";
import { Explorer } from "./explorer.ts";

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";
const executablePath = findBrowser();

// On a machine without a GPU, Chromium draws by software: correct, but slow to start.
test.use({
  launchOptions: { ...(executablePath ? { executablePath } : {}), args: browserArguments({ webgpu: true }) },
});
test.describe.configure({ timeout: 240_000 });

test("where there is a WebGPU adapter it is compared with WASM; when insisted on, it decides and fills alike", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  const onWasm = await explorer.decide(COURT);
  await expect(explorer.backend).not.toContainText("still being checked", { timeout: 120_000 });
  await expect(explorer.backend).toContainText("WebGPU");
  await expect(explorer.backend).toContainText(/\d ms against \d/);

  await page.getByLabel("run on").selectOption("webgpu");
  await expect(explorer.backend).toHaveText("WebGPU: chosen by you", { timeout: 120_000 });
  expect(await explorer.decide(`${COURT} `)).toBe(onWasm);
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible({ timeout: 120_000 });
  await expect(explorer.region("Decision")).toContainText("on webgpu");
  expect(explorer.errors).toEqual([]);
});

test("without an adapter the badge says that WASM runs, and why", async ({ browser }) => {
  const page = await browser.newPage();
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "gpu", { value: undefined }));
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await expect(explorer.backend).toContainText(/^WASM/);
  await page.close();
});
