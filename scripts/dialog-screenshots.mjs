const FIXTURE = "e2e/fixtures/newcomer";

/** A table of made-up names and scores: a library of figures alone, for the list. */
const TABLE = "prompt,dataset,small,large\nWhy?,maths,True,True\nHow?,maths,False,True\nWho?,law,True,False\n";

/** Texts for calibration: the minimum for a fit, so that the screenshots are quick. */
const TEXTS = [
  "The court of appeals affirmed the judgment.",
  "She closed the door and walked home in the rain.",
  "The patient was given two tablets a day.",
  "We prove that the sum converges for every real number.",
  "Parliament passed the law with a large majority.",
  "The river rises in the mountains and flows to the sea.",
  "How do I restart the network service after an update?",
  "The invention relates to a device for cutting metal.",
  "Return the number of items in the list.",
  "Mice without the gene showed no response.",
];

/**
 * Takes screenshots of the experts and libraries dialogs, with an added and calibrated expert and an added library, and of the page
 * with that expert taking part.
 * @param {import("@playwright/test").Page} page a page with a decision on it
 * @param {(name: string) => Promise<void>} shoot takes screenshots of the page in every size and theme
 */
export async function shootDialogs(page, shoot) {
  const dialog = page.locator("dialog[open]");
  const close = () => dialog.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await page.getByRole("button", { name: "Experts", exact: true }).click();
  await shoot("experts-none");
  await dialog.getByLabel("Choose a folder…").and(page.locator("input")).setInputFiles(FIXTURE);
  await dialog.getByRole("button", { name: "Add", exact: true }).waitFor();
  await shoot("experts-offer");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText(/^Not calibrated yet/).waitFor({ timeout: 120_000 });
  await dialog.getByRole("button", { name: "Calibrate", exact: true }).click();
  await dialog.getByRole("checkbox").uncheck();
  await dialog.getByLabel(/^Your own texts/).fill(TEXTS.join("\n\n"));
  await shoot("experts-calibrate");
  await dialog.getByRole("button", { name: /^Measure on/ }).click();
  await dialog.getByText(/^Calibrated on/).waitFor({ timeout: 600_000 });
  await dialog.getByText("Comparison, nats per character").click();
  await shoot("experts");
  await close();
  await shoot("experts-page");
  await page.getByRole("button", { name: "Libraries…" }).click();
  await dialog
    .getByLabel("Choose a table")
    .last()
    .setInputFiles({ name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) });
  await page
    .getByRole("dialog", { name: "Import a table" })
    .getByRole("button", { name: "Import", exact: true })
    .waitFor();
  await shoot("table-import");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("scores.csv: 3 prompts, 2 models.").waitFor({ timeout: 60_000 });
  await shoot("table-page");
  await page.getByRole("button", { name: "Libraries…" }).click();
  await dialog.waitFor();
  await shoot("libraries");
}
