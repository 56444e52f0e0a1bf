/** Tables of scores as libraries of figures alone. */
import { expect, test } from "@playwright/test";
import { Explorer, SHIPPED_NAMES } from "../support/explorer.ts";
import { COURT, decided, dialog, names, openDialog, opened } from "./librariesDialog.ts";
import { importLooked, tableDialog } from "./tableDialog.ts";

test.describe.configure({ timeout: 300_000 });
test.use({ serviceWorkers: "block" });

test("a routing table becomes a library of figures alone; what needs a router says so", { tag: "@journey" }, async ({
  page,
}) => {
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}#prompt=${encodeURIComponent(COURT)}`);
  await decided(explorer);
  await openDialog(page);
  const csv = "prompt,dataset,weak,strong\nWhy?,maths,True,True\nHow?,maths,False,True\nWho?,law,True,False\n";
  const file = { name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await dialog(page).getByLabel("Choose a table").last().setInputFiles(file);
  await importLooked(page);
  // The table is seen at once; the list names it.
  await expect(dialog(page)).toBeHidden();
  await openDialog(page);
  await expect(names(page)).toHaveText([...SHIPPED_NAMES, "scores.csv"], opened);
  await expect(dialog(page).getByRole("list", { name: "Libraries" }).getByRole("listitem").last()).toContainText(
    "3 prompts, 2 models.",
  );
  await page.keyboard.press("Escape");
  await expect(explorer.chosen).toContainText("This library has no router");
  await expect(explorer.region("Domains")).toContainText("maths");
  await expect(explorer.region("Pareto front").getByRole("img").first()).toBeVisible();
  await expect(explorer.region("Prompts").getByRole("grid")).toContainText("How?");
  await expect(page.getByRole("banner")).toContainText("all figures come from the table");
  for (const [panel, sentence] of [
    ["Router map", "No map yet"],
    ["Domains", "There are no predictions to compare"],
    ["Pareto front", "no router curve"],
  ] as const) {
    await expect(explorer.region(panel)).toContainText(sentence);
  }
  // What only a router has is not shown as a row of N/A, and a prompt that cannot be routed cannot be typed.
  await expect(explorer.region("Pareto front")).not.toContainText("regret");
  await expect(explorer.prompt).toBeHidden();
  await expect(explorer.region("Pareto front").locator("svg").first()).toContainText("score, higher is better");
  await expect(page.getByRole("main")).not.toContainText(/\b(?:passages?|experts?)\b/);
  await expect(page.getByRole("main")).not.toContainText(/\bnats\b/);
  expect(explorer.errors).toEqual([]);
});

test("a long table tells of its progress and can be given up; the page answers meanwhile, and a wrong table says where", async ({
  page,
}) => {
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(COURT);
  await openDialog(page);
  const pick = (name: string, text: string) =>
    dialog(page)
      .getByLabel("Choose a table")
      .last()
      .setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  const models = Array.from({ length: 20 }, (_, k) => `m${k}`);
  const rows = Array.from({ length: 150_000 }, (_, i) => `${i},${models.map((_, k) => (i + k) % 2).join(",")}\n`);
  await pick("long.csv", `prompt,${models.join(",")}\n${rows.join("")}`);
  const look = tableDialog(page);
  await expect(look.getByRole("progressbar", { name: "Reading the table" })).toBeVisible();
  await look.getByRole("button", { name: "Cancel" }).click();
  await expect(look).toBeHidden();
  await expect(names(page)).toHaveText(SHIPPED_NAMES);
  await pick("wrong.csv", "prompt,a,b\nx,1,0\ny,7,0\n");
  await expect(look.getByRole("alert")).toContainText(/wrong\.csv, line 3, “a”: the score 7 is not from 0 to 1/);
  await expect(look.getByRole("button", { name: "Import" })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(look).toBeHidden();
  await page.keyboard.press("Escape");
  expect(await explorer.decide(`${COURT} `)).toBe(chosen);
  expect(explorer.errors).toEqual([]);
});
