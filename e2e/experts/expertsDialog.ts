import { expect, type Page } from "@playwright/test";
import { EXAMPLE_PROMPTS } from "../../src/examples/prompts.ts";
import { openMenu } from "../support/explorer.ts";
import type { HubSite } from "../support/hub.ts";

/** The first examples as texts of one's own. */
export const firstTexts = (count: number): string =>
  EXAMPLE_PROMPTS.slice(0, count)
    .map(({ text }) => text.replace(/\n\s*\n/g, "\n"))
    .join("\n\n");

/** Enough for a fit, and quick to measure. */
export const TEXTS = firstTexts(12);

export const dialog = (page: Page) => page.getByRole("dialog", { name: "Experts of your own" });
export const openDialog = async (page: Page) =>
  (await openMenu(page)).getByRole("button", { name: "Experts", exact: true }).click();
export const closeDialog = (page: Page) => dialog(page).getByRole("button", { name: "Close" }).click();
export const added = (page: Page) => dialog(page).getByRole("list", { name: "Added experts" }).getByRole("listitem");

export async function lookUp(page: Page, site: HubSite, id: string): Promise<void> {
  await dialog(page).getByText("another hub").click();
  await dialog(page).getByLabel("Address of the hub").fill(`${site.url}hub/`);
  await dialog(page).getByLabel("From the Hub").fill(id);
  await dialog(page).getByRole("button", { name: "Look up" }).click();
}

export async function calibrate(page: Page, texts: string): Promise<void> {
  await dialog(page).getByRole("button", { name: "Calibrate", exact: true }).click();
  await dialog(page).getByRole("checkbox").uncheck();
  await dialog(page)
    .getByLabel(/^Your own texts/)
    .fill(texts);
  await dialog(page)
    .getByRole("button", { name: /^Measure on \d+ texts$/ })
    .click();
  await expect(dialog(page).getByText(/^Calibrated on \d+ prompts/)).toBeVisible({ timeout: 400_000 });
}
