/** A file of prompts, routed by the real router in its worker. */
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { Explorer, manifest } from "../support/explorer.ts";

const PROMPTS = [
  "The district court granted summary judgment for the defendant, and we review that ruling de novo.",
  "def read_json(path):\n    with open(path) as file:\n        return json.load(file)",
  "The patient was started on two tablets a day after surgery.",
];

async function route(page: Page, name: string, content: string): Promise<void> {
  await expect(page.getByRole("button", { name: "Route a file…" })).toBeEnabled({ timeout: 30_000 });
  const file = { name, mimeType: "text/plain", buffer: Buffer.from(content) };
  await page.getByLabel("File of prompts").setInputFiles(file);
}

test("every prompt of a file is decided as it is alone, at the λ of the page, and λ decides anew", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const alone: string[] = [];
  for (const prompt of PROMPTS) {
    const id = await explorer.decide(prompt);
    alone.push(manifest.experts.find((expert) => expert.id === id)!.label);
  }
  const csv = `id,prompt\n${PROMPTS.map((prompt, i) => `${i},"${prompt}"`).join("\n")}\n`;
  await route(page, "prompts.csv", csv);
  const panel = explorer.region("Routed file");
  await expect(panel.getByRole("status")).toContainText("prompts.csv: 3 prompts routed", { timeout: 30_000 });
  const rows = panel.locator("tbody tr");
  for (const [i, label] of alone.entries()) await expect(rows.nth(i).locator("td").nth(2)).toHaveText(label);
  const saving = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Save routed file as JSON lines" }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe("prompts-routed.jsonl");
  const lines = readFileSync(await saved.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { prompt: string }).prompt)).toEqual(PROMPTS);
  await explorer.slider("Size").press("End");
  const size = manifest.constraints.find(({ id }) => id === "size")!;
  const smallest = manifest.experts.reduce((a, b) => (size.raw[b.id]! < size.raw[a.id]! ? b : a));
  for (const i of PROMPTS.keys()) await expect(rows.nth(i).locator("td").nth(2)).toHaveText(smallest.label);
  expect(explorer.errors).toEqual([]);
});

test("routing a long file is cancelled, and the typed prompt is still answered", async ({ page }) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  const long = Array.from({ length: 4_000 }, (_, i) => `Prompt number ${i}: ${PROMPTS[i % 3]!.replaceAll("\n", " ")}`);
  await route(page, "long.txt", long.join("\n"));
  const panel = explorer.region("Routed file");
  const progress = panel.getByRole("progressbar", { name: "Routing the file" });
  await expect.poll(async () => Number(await progress.getAttribute("value")), { timeout: 60_000 }).toBeGreaterThan(0);
  await explorer.decide("We review the ruling of the district court de [MASK].");
  await panel.getByRole("button", { name: "Cancel" }).click();
  await expect(panel).toBeHidden();
  await route(page, "table.csv", "a,b\n1,2\n");
  await expect(panel.getByRole("alert")).toContainText(
    "Couldn't route table.csv: table.csv has no column with prompts",
  );
  expect(explorer.errors).toEqual([]);
});
