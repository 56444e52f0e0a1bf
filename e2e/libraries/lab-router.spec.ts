/** A trained router in use: kept, named in the link, downloaded and opened again. */
import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { labCsv } from "../../src/workers/lab/testing.ts";
import { Explorer } from "../support/explorer.ts";
import { COURT, decided, dialog, openDialog } from "./librariesDialog.ts";
import { importForLab } from "./tableDialog.ts";

test.describe.configure({ timeout: 300_000 });
test.use({ serviceWorkers: "block" });

const ROUTED = { timeout: 30_000 };

test("a trained router routes what is typed, is there after a reload, and opens from its download", {
  tag: "@journey",
}, async ({ page }) => {
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#prompt=${encodeURIComponent(COURT)}`);
  await decided(explorer);
  await importForLab(page, labCsv(60));
  const lab = explorer.region("Lab");
  await lab.getByRole("group", { name: "Features" }).getByRole("checkbox", { name: "Router state" }).uncheck();
  await lab.getByRole("button", { name: "Train" }).click();
  await expect(lab.getByRole("table", { name: "Routers compared" })).toBeVisible({ timeout: 120_000 });
  await lab.getByRole("button", { name: "Use this router" }).click();
  await explorer.prompt.fill("Why is the sky blue?");
  await expect(explorer.chosen).toHaveAttribute("data-prompt", "Why is the sky blue?", ROUTED);
  await expect(explorer.region("Pareto front").locator("path.curve.router")).toHaveCount(1);
  // The address follows a moment later.
  await expect(page).toHaveURL(/sky.*router=|router=.*sky/);
  const chosen = await explorer.chosen.locator("strong").textContent();

  await page.reload();
  await expect(explorer.chosen).toHaveAttribute("data-prompt", "Why is the sky blue?", ROUTED);
  await expect(explorer.chosen.locator("strong")).toHaveText(chosen!);

  await openDialog(page);
  const kept = dialog(page).getByRole("list", { name: "Routers trained on this table" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    kept.getByRole("button", { name: /^Download router/ }).click(),
  ]);
  const buffer = await readFile(await download.path());
  await kept.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("button", { name: "Yes, remove" }).click();
  await expect(kept).toHaveCount(0);
  const zip = { name: "router.zip", mimeType: "application/zip", buffer };
  await dialog(page).getByLabel("Choose a zip").last().setInputFiles(zip);
  await expect(kept.getByRole("button", { name: /^Stop using/ })).toBeVisible(ROUTED);
  await page.keyboard.press("Escape");
  await expect(explorer.chosen.locator("strong")).toHaveText(chosen!, ROUTED);
  expect(explorer.errors).toEqual([]);
});
