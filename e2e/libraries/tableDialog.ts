import { expect, type Page } from "@playwright/test";
import { dialog, openDialog } from "./librariesDialog.ts";

/** The review of a table before it is stored. */
export const tableDialog = (page: Page) => page.getByRole("dialog", { name: "Import a table" });

/** Imports the table as interpreted. */
export async function importLooked(page: Page): Promise<void> {
  const button = tableDialog(page).getByRole("button", { name: "Import" });
  await expect(button).toBeEnabled({ timeout: 30_000 });
  await button.click();
  await expect(tableDialog(page)).toBeHidden({ timeout: 30_000 });
}

/** Imports a table from the Libraries dialog, and waits for its report: what stands below the report moves until it is complete. */
export async function importForLab(page: Page, csv: string): Promise<void> {
  await openDialog(page);
  const file = { name: "t.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await dialog(page).getByLabel("Choose a table").last().setInputFiles(file);
  await importLooked(page);
  await page.keyboard.press("Escape");
  const report = page.getByRole("region", { name: "Table report" });
  await expect(report.getByRole("row", { name: /^Oracle/ })).toBeVisible({ timeout: 30_000 });
}
