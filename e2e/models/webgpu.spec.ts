import { resolve } from "node:path";
import { expect, test } from "@playwright/test";
import { browserArguments, findBrowser } from "../../scripts/browser.mjs";
import { added, dialog, openDialog } from "../experts/expertsDialog.ts";
import { Explorer } from "../support/explorer.ts";
import { inWorkers, loseGpuOnSignal, signal, wrongGpu } from "../support/faults.ts";

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";
const executablePath = findBrowser();

// On a machine without a GPU, Chromium renders in software: correct, but slow to start.
test.use({
  serviceWorkers: "allow",
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

  await page.getByRole("combobox", { name: "backend" }).selectOption("webgpu");
  await expect(explorer.backend).toHaveText("WebGPU: your choice", { timeout: 120_000 });
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
  await page.getByRole("combobox", { name: "backend" }).selectOption("webgpu");
  await expect(explorer.backend).toHaveText("WebGPU: your choice", { timeout: 120_000 });
  await signal(page, "lose");
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible({ timeout: 120_000 });
  await expect(explorer.region("Decision")).toContainText("on wasm");
  await expect(explorer.backend).toContainText(/^WASM: WebGPU failed\. .*device was lost/);
  expect(await explorer.decide(`${COURT} `)).toBe(chosen);
});

test("a WebGPU that gives wrong numbers is found out by the self-check and not used", { tag: "@journey" }, async ({
  page,
}) => {
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

/** The GPU's numbers are off by varying amounts: adding a constant to all logits would change no prediction. */
const scrambledGpu = () => {
  const read = GPUBuffer.prototype.getMappedRange;
  GPUBuffer.prototype.getMappedRange = function (offset, size) {
    const range = read.call(this, offset, size);
    if (this.usage & 1) {
      const numbers = new Float32Array(range, 0, Math.floor(range.byteLength / 4));
      for (let i = 0; i < numbers.length; i++) numbers[i]! += i % 7;
    }
    return range;
  };
};

test.describe("added experts", () => {
  // A service worker would answer the request for the second worker's script, bypassing the injected fault.
  test.use({ serviceWorkers: "block" });

  for (const wrong of [false, true]) {
    test(`an added expert ${wrong ? "whose predictions differ on WebGPU runs on WASM, and the dialog says why" : "runs on WebGPU where it predicts what it does on WASM"}`, async ({
      page,
    }) => {
      if (wrong) await inWorkers(page, scrambledGpu);
      const explorer = await new Explorer(page).open();
      await explorer.decide(COURT);
      await expect(explorer.backend).not.toContainText("still being checked", { timeout: 120_000 });
      await openDialog(page);
      const folder = resolve("e2e/fixtures/newcomer");
      await dialog(page).getByLabel("Choose a folder…").and(page.locator("input")).setInputFiles(folder);
      const candidate = dialog(page).getByRole("region", { name: "Add newcomer" });
      await candidate.getByRole("combobox", { name: "backend" }).selectOption("webgpu");
      await candidate.getByRole("button", { name: "Add", exact: true }).click();
      await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
      await expect(added(page)).toContainText(wrong ? "on WASM" : "on WebGPU");
      const notice = dialog(page).getByText(/WebGPU and WASM give different predictions/);
      await expect(notice).toHaveCount(wrong ? 1 : 0);
    });
  }
});
