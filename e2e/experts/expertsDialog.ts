import { expect, type Page } from "@playwright/test";
import { openMenu } from "../support/explorer.ts";
import type { HubSite } from "../support/hub.ts";

/** Enough for a fit, and short: the time to measure a text grows with the square of its length. */
export const TEXTS = [
  "The court affirmed the judgment.",
  "The patient was given two tablets.",
  "We prove the theorem by induction.",
  "The claim covers a plastic housing.",
  "She closed the door and left.",
  "The senate passed the bill yesterday.",
  "How do I reset my password?",
  "return len(values) - 1",
  "for (let i = 0; i < n; i++) {}",
  "The river flows through three countries.",
  "Stars form in clouds of gas.",
  "The company raised its prices again.",
].join("\n\n");

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

/** @param texts one's own; null: the examples of the gallery */
export async function calibrate(page: Page, texts: string | null): Promise<void> {
  await dialog(page).getByRole("button", { name: "Calibrate", exact: true }).click();
  if (texts !== null) {
    await dialog(page).getByRole("checkbox").uncheck();
    await dialog(page)
      .getByLabel(/^Your own texts/)
      .fill(texts);
  }
  await dialog(page)
    .getByRole("button", { name: /^Measure on \d+ texts$/ })
    .click();
  await expect(dialog(page).getByText(/^Calibrated on \d+ prompts/)).toBeVisible({ timeout: 400_000 });
}
