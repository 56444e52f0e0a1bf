import { expect, test } from "@playwright/test";
import { Explorer, manifest } from "../support/explorer.ts";
import { BAD_ANSWERS, badFile, hurryOnSignal, inWorkers, signal, slowServer } from "../support/faults.ts";
import { COURT, expertOf, plotsAreThere, runs } from "./recovery.ts";

test.use({ serviceWorkers: "block" });

test("an expert that comes wrong in any way is named with the reason, and Run works once the server is well", async ({
  page,
}) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  const { model } = expertOf(chosen);
  for (const [kind, { sentence }] of Object.entries(BAD_ANSWERS)) {
    const fault = await badFile(page, model, kind);
    await explorer.run.click();
    const alert = explorer.region("Decision").getByRole("alert");
    await expect(alert, kind).toContainText(sentence);
    await expect(alert).toContainText(model.split("/").slice(-3).join("/"));
    // A wrong file is requested once more; one that the server refuses is not.
    expect(fault.asked(), kind).toBe(/half|length/.test(kind) ? 2 : 1);
    await fault.mend();
    expect(await explorer.decision(COURT)).toBe(chosen);
  }
  await runs(explorer);
});

test("a server that is slow is waited for, with what has come in sight; from one that falls silent the run is taken back", async ({
  page,
}) => {
  await inWorkers(page, hurryOnSignal);
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  const server = await slowServer(expertOf(chosen).model);
  try {
    await explorer.open(server.url);
    await explorer.decide(COURT);
    await signal(page, "hurry");
    await explorer.run.click();
    const alert = explorer.region("Decision").getByRole("alert");
    await expect(alert).toContainText(/stopped arriving after \d+ bytes\. Check the network connection and try again/);
    expect(await explorer.decision(COURT)).toBe(chosen);

    await signal(page, "rest");
    await explorer.run.click();
    const progress = page.getByRole("progressbar", { name: "Loading expert" });
    await expect
      .poll(() => progress.evaluate((bar: HTMLProgressElement) => Math.round((10 * bar.value) / bar.max)))
      .toBe(5);
    server.send();
    await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  } finally {
    await server.close();
  }
});

test("manifest, benchmark, router and map that come wrong are named, and can be tried again one after the other", async ({
  page,
}) => {
  test.slow();
  const again = page.getByRole("button", { name: "Try again" }).first();
  const missing = await badFile(page, "library.json", "nothing: 404");
  const half = await badFile(page, manifest.benchmark.prompts, "half of it");
  const wrong = await badFile(page, manifest.router.model, "another file of the same length");
  const page404 = await badFile(page, manifest.benchmark.embeddings!, "a web page");
  const explorer = await new Explorer(page).open();
  await expect(page.getByRole("alert")).toContainText(/library\.json could not be fetched.*404/);
  await explorer.prompt.fill(COURT);
  await missing.mend();
  await again.click();
  await expect(page.getByRole("alert")).toContainText(/prompts\.parquet has \d+ bytes instead of \d+/);
  await half.mend();
  await again.click();
  await expect(explorer.chosen).toContainText(/The router could not be started\. .*SHA-256 differs/);
  await expect(explorer.region("Pareto front").getByRole("img").first()).toBeVisible();
  await wrong.mend();
  await again.click();
  await explorer.decision(COURT);
  await expect(explorer.region("Router map").getByRole("alert")).toContainText(/sent a web page instead/);
  await page404.mend();
  await again.click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await explorer.decision(COURT);
  await expect(explorer.prompt).toHaveValue(COURT);
  await plotsAreThere(explorer);
});
