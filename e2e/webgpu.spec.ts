import { expect, test } from "@playwright/test";
import { browserArguments, findBrowser } from "../scripts/browser.mjs";
import { Explorer } from "./explorer.ts";
import { inWorkers, loseGpuOnSignal, signal, wrongGpu } from "./faults.ts";

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

test("a GPU device that is lost in the middle of a run is given up: the run ends on WASM, and the badge says why", async ({
  page,
}) => {
  await inWorkers(page, loseGpuOnSignal);
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  await page.getByLabel("run on").selectOption("webgpu");
  await expect(explorer.backend).toHaveText("WebGPU: chosen by you", { timeout: 120_000 });
  await signal(page, "lose");
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible({ timeout: 120_000 });
  await expect(explorer.region("Decision")).toContainText("on wasm");
  await expect(explorer.backend).toContainText(/^WASM: WebGPU was given up\. .*device was lost/);
  expect(await explorer.decide(`${COURT} `)).toBe(chosen);
});

test("a WebGPU that gives wrong numbers is found out by the self-check and not used", async ({ page }) => {
  await inWorkers(page, wrongGpu);
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await expect(explorer.backend).toContainText(/^WASM: WebGPU gave different numbers \(max difference 0\.\d+\)/, {
    timeout: 120_000,
  });
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  await expect(explorer.region("Decision")).toContainText("on wasm");
});
