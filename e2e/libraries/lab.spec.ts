/** The lab: routers trained on a table in the page, with the figures of the command. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { labCsv } from "../../src/workers/lab/testing.ts";
import { Explorer } from "../support/explorer.ts";
import { COURT, decided } from "./librariesDialog.ts";
import { importForLab } from "./tableDialog.ts";

test.describe.configure({ timeout: 300_000 });
test.use({ serviceWorkers: "block" });

/** Cells of the command's table “Routers compared”. */
async function commandsTable(csv: string): Promise<string[][]> {
  const folder = mkdtempSync(join(tmpdir(), "lab-"));
  const table = join(folder, "t.csv");
  writeFileSync(table, csv);
  const asked = ["scripts/lab.mjs", table, "--features", "surface,state,tfidf", "--out", folder];
  await promisify(execFile)(process.execPath, asked);
  const [, rows] = /## Routers compared\n\n((?:\|.*\n)+)/.exec(readFileSync(join(folder, "report.md"), "utf8"))!;
  rmSync(folder, { recursive: true });
  const lines = rows!.trim().split("\n");
  return lines.toSpliced(1, 1).map((line) => line.slice(2, -2).split(" | "));
}

test("trains on an imported table, while the page answers, with the figures of the command", async ({ page }) => {
  const csv = labCsv(60);
  const expected = commandsTable(csv);
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#prompt=${encodeURIComponent(COURT)}`);
  await decided(explorer);
  await importForLab(page, csv);
  const lab = explorer.region("Lab");
  await expect(
    lab.getByRole("group", { name: "Features" }).getByRole("checkbox", { name: "Router state" }),
  ).toBeChecked();
  await lab.getByRole("button", { name: "Train" }).click();
  await expect(lab.getByRole("progressbar", { name: "Training router" })).toBeVisible();
  await expect(lab.getByRole("button", { name: "Cancel" })).toBeEnabled();
  const compared = lab.getByRole("table", { name: "Routers compared" });
  await expect(compared).toBeVisible({ timeout: 120_000 });
  await expect(lab.getByRole("status", { name: "Verdict" })).toContainText("best single model");
  const rows = await compared.getByRole("row").all();
  expect(await Promise.all(rows.map((row) => row.locator("th, td").allTextContents()))).toEqual(await expected);
  expect(explorer.errors).toEqual([]);
});
