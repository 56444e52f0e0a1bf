import { expect, type Page } from "@playwright/test";

/** The look at a table before it is kept. */
export const tableDialog = (page: Page) => page.getByRole("dialog", { name: "Import a table" });

/** Takes the table as it was understood. */
export async function importLooked(page: Page): Promise<void> {
  const button = tableDialog(page).getByRole("button", { name: "Import" });
  await expect(button).toBeEnabled({ timeout: 30_000 });
  await button.click();
  await expect(tableDialog(page)).toBeHidden({ timeout: 30_000 });
}
