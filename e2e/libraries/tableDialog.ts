import { expect, type Page } from "@playwright/test";

/** The review of a table before it is stored. */
export const tableDialog = (page: Page) => page.getByRole("dialog", { name: "Import a table" });

/** Imports the table as interpreted. */
export async function importLooked(page: Page): Promise<void> {
  const button = tableDialog(page).getByRole("button", { name: "Import" });
  await expect(button).toBeEnabled({ timeout: 30_000 });
  await button.click();
  await expect(tableDialog(page)).toBeHidden({ timeout: 30_000 });
}

/** Resolves once the report of the table is complete: what stands below it moves until then. */
export const reported = (page: Page): Promise<void> =>
  expect(page.getByRole("region", { name: "Table report" }).getByRole("row", { name: /^Oracle/ })).toBeVisible({
    timeout: 30_000,
  });
