import { expect, test } from "@playwright/test";
import { Explorer } from "../support/explorer.ts";
import { crashOnSignal, inWorkers, memoryOnSignal, signal, withoutWasm, withoutWebgpu } from "../support/faults.ts";
import { COURT, expertOf, PATENT, plotsAreThere, runs } from "./recovery.ts";

test.use({ serviceWorkers: "block" });

test("without WebGPU the badge says so, and WASM does everything", { tag: "@journey" }, async ({ page }) => {
  await inWorkers(page, withoutWebgpu);
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await expect(explorer.backend).toHaveText("WASM: this browser has no WebGPU");
  await runs(explorer);
});

test("where WebAssembly is refused the reason and the way out stand in place of the decision", async ({ page }) => {
  await inWorkers(page, withoutWasm);
  const explorer = await new Explorer(page).open();
  await explorer.prompt.fill(COURT);
  await expect(explorer.chosen).toContainText(/does not run WebAssembly.*allow it for this page/);
  await plotsAreThere(explorer);
  await expect(explorer.prompt).toHaveValue(COURT);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(explorer.chosen).toContainText(/does not run WebAssembly/);
  await page.reload();
  await explorer.decide(COURT);
});

test("a worker that crashes in the middle of a run is replaced by the next step", async ({ page }) => {
  await inWorkers(page, crashOnSignal);
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  const pattern = `**/${expertOf(chosen).model}`;
  await page.route(pattern, () => {}); // the run waits for its expert
  await explorer.run.click();
  await expect(page.getByRole("progressbar", { name: "Loading expert" })).toBeVisible();
  await signal(page, "crash");
  const alert = explorer.region("Decision").getByRole("alert");
  await expect(alert).toContainText(/background worker stopped: .*a fault of the test.*restarts/);
  await page.unroute(pattern);
  expect(await explorer.decision(COURT)).toBe(chosen);
  await explorer.decide(PATENT);
  await runs(explorer);
});

test("an expert for which there is no memory says so; routing goes on, and with memory it runs", async ({ page }) => {
  await inWorkers(page, memoryOnSignal);
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await signal(page, "full");
  // Experts stay loaded while there is room: the largest of the library certainly needs more.
  await explorer.run.click();
  await expect(explorer.region("Decision").getByRole("alert")).toContainText(
    /no memory left for it\. Close other tabs/,
  );
  await explorer.decide(PATENT);
  await signal(page, "room");
  await explorer.decide(COURT);
  await runs(explorer);
});

test("a clock that is wrong by decades changes nothing", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(`${COURT} [Flag: recent]`);
  const lambda = await explorer.slider("Recency").inputValue();
  await page.clock.setFixedTime(new Date("1980-01-01T00:00:00Z"));
  await page.reload();
  expect(await explorer.decide(`${COURT} [Flag: recent]`)).toBe(chosen);
  await expect(explorer.slider("Recency")).toHaveValue(lambda);
  await runs(explorer);
  expect(explorer.errors).toEqual([]);
});

test("a panel that cannot be drawn says so, leaves the others alone, and can be drawn again", async ({ page }) => {
  await page.addInitScript(() => {
    const { fillRect } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillRect = () => {
      throw new Error("the canvas is lost");
    };
    Object.assign(window, { mend: () => Object.assign(CanvasRenderingContext2D.prototype, { fillRect }) });
  });
  const explorer = await new Explorer(page).open();
  await expect(page.getByRole("alert")).toContainText(
    /could not be drawn: the canvas is lost.*prompt and settings are kept/,
  );
  await explorer.decide(COURT);
  await page.evaluate(() => (window as unknown as { mend: () => void }).mend());
  await page.getByRole("button", { name: "Draw it again" }).click();
  await plotsAreThere(explorer);
});
