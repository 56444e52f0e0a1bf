import { expect, test } from "@playwright/test";
import { browserArguments, findBrowser } from "../scripts/browser.mjs";
import { expectParity } from "./parity.ts";

const executablePath = findBrowser();
test.use({
  launchOptions: { ...(executablePath ? { executablePath } : {}), args: browserArguments({ webgpu: true }) },
});
// Where there is no GPU, WebGPU is emulated in software: correct, but a run takes a second.
test.setTimeout(240_000);

test("the shipped worker gives the same numbers on WebGPU, and says that it agrees with WASM", async ({ page }) => {
  await page.goto(process.env.EXPLORER_URL!);
  const adapter = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  test.skip(!adapter, "this browser gives no WebGPU adapter");
  const report = await expectParity(page, "webgpu", 1);
  expect(report).toMatchObject({ router: "webgpu", webgpu: { available: true, agrees: true } });
  expect(report.webgpu.maxDifference).toBeLessThanOrEqual(1e-3);
});
