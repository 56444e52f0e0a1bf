import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { Explorer, manifest } from "../support/explorer.ts";
import { causalExpertFiles, serveHub } from "../support/hub.ts";
import { kept } from "../support/kept.ts";
import { added, calibrate, closeDialog, dialog, lookUp, openDialog, TEXTS } from "./expertsDialog.ts";

test.use({ serviceWorkers: "allow" });

const python = JSON.parse(readFileSync("e2e/fixtures/causal/reference.json", "utf8"));
const { prompt, ids, text } = python["model_q4.onnx"] as { prompt: string; ids: number[]; text: string };

test("a causal model of the Hub is added, calibrated, routed to, read, continued, run offline, and removed", async ({
  page,
  context,
}) => {
  test.setTimeout(400_000);
  const site = await serveHub(new Map([["lab/causal-llama", causalExpertFiles()]]));
  const explorer = await new Explorer(page).open(site.url);
  await explorer.decide(prompt);
  await kept(page);
  await page.reload();
  await explorer.decision(prompt);
  await openDialog(page);
  await lookUp(page, site, "lab/causal-llama");
  const candidate = dialog(page).getByRole("region", { name: "Add lab/causal-llama" });
  await expect(candidate).toContainText("causal");
  // On WASM the form of 8 bits comes first; the one of 4 bits agrees between engines.
  await expect(candidate.getByRole("radio", { checked: true })).toHaveAccessibleName(/^q8/);
  await candidate.getByRole("radio", { name: /^q4/ }).check();
  await candidate.getByRole("button", { name: /^Download .* and add$/ }).click();
  await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
  await calibrate(page, TEXTS);
  await closeDialog(page);
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(manifest.experts.length + 1);

  await site.close();
  await context.setOffline(true);
  await page.reload();
  await explorer.decision(prompt, ["added/lab-causal-llama"]);
  await openDialog(page);
  await dialog(page).getByRole("button", { name: "Run on the prompt" }).click();
  const surprisal = page.getByRole("region", { name: "Surprisal", exact: true });
  await expect(surprisal).toContainText(/nats per token.*bits per byte.*not on this library's scale/is, {
    timeout: 60_000,
  });
  await surprisal.getByText("Surprisal as a table").click();
  await expect(surprisal.getByRole("table").getByRole("row")).toHaveCount(ids.length + 1);
  await surprisal.getByLabel("tokens").selectOption("20");
  await surprisal.getByRole("button", { name: "Continue" }).click();
  await expect(surprisal.getByRole("status", { name: "Continued text" })).toHaveAttribute("aria-busy", "false");
  await expect(surprisal.getByRole("status", { name: "Continued text" })).toContainText(text.trim());

  await openDialog(page);
  await dialog(page).getByRole("button", { name: "Remove" }).click();
  await dialog(page).getByRole("button", { name: "Yes, remove" }).click();
  await closeDialog(page);
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(manifest.experts.length);
});
