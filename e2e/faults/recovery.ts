/** What has to work again after a fault. */
import { expect } from "@playwright/test";
import { type Explorer, manifest } from "../support/explorer.ts";

export const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";
export const PATENT = "The patent claims a plurality of [MASK] coupled to the housing.";

export const expertOf = (id: string) => manifest.experts.find((expert) => expert.id === id)!;

export async function runs(explorer: Explorer): Promise<void> {
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
}

export async function plotsAreThere(explorer: Explorer): Promise<void> {
  for (const name of ["Pareto front", "Router map"]) {
    await expect(explorer.region(name).getByRole("img").first()).toBeVisible();
  }
}
