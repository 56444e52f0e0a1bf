import { expect, type Page } from "@playwright/test";
import type { Explorer } from "../support/explorer.ts";

export const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";

/** Libraries of several megabytes are read, checked and started. */
export const opened = { timeout: 120_000 };

export const dialog = (page: Page) => page.getByRole("dialog", { name: "Libraries" });
export const openDialog = (page: Page) => page.getByRole("button", { name: "Libraries…" }).click();
export const names = (page: Page) =>
  dialog(page).getByRole("list", { name: "Libraries" }).getByRole("listitem").locator("strong");

/** The chosen expert, once a library's router runs. */
export async function decided(explorer: Explorer): Promise<string> {
  await expect(explorer.chosen).toHaveAttribute("data-prompt", COURT, opened);
  return explorer.decision(COURT);
}
