import { expect, type Page, test } from "@playwright/test";
import { importLooked, tableDialog } from "../libraries/tableDialog.ts";
import { expectAccessible } from "../support/axe.ts";
import { Explorer, SHIPPED_NAMES } from "../support/explorer.ts";
import { customExpertFiles } from "../support/hub.ts";
import { added, closeDialog, dialog, openDialog } from "./expertsDialog.ts";
import { hashed, idleCalibration, sharedBert } from "./sharedExperts.ts";

test.use({ serviceWorkers: "allow" });

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";
const TABLE = "prompt,dataset,weak,strong\nWhy?,maths,True,True\nHow?,maths,False,True\nWho?,law,True,False\n";

/** Whether anything extends beyond the window's width. */
const overflows = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** An expert on a hub that takes part, and one of another computer. */
function shared() {
  const bert = sharedBert("https://hub.example/", hashed(customExpertFiles()));
  const [expert] = bert.experts;
  const files = { ...expert!.files, "onnx/model_int8.onnx": { sha256: "1".repeat(64), bytes: 9 } };
  const local = {
    ...expert,
    id: "added/local",
    label: "from-elsewhere",
    origin: { kind: "local", name: "b.zip" },
    files,
  };
  return { ...bert, experts: [{ ...expert, calibration: idleCalibration() }, local] };
}

for (const width of [1440, 390]) {
  test(`axe finds nothing about experts and libraries of one's own: ${width} px`, {
    tag: width > 390 ? "@slow" : [],
  }, async ({ page }) => {
    test.setTimeout(600_000);
    await page.setViewportSize({ width, height: 844 });
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    const check = async (what: string, part = "dialog[open]") => {
      await expectAccessible(page, what, part);
      expect(await overflows(page), what).toBe(false);
    };
    await openDialog(page);
    await dialog(page).getByText("another hub").click();
    await check("no experts");
    const folder = "e2e/fixtures/newcomer";
    await dialog(page).getByLabel("Choose a folder…").and(page.locator("input")).setInputFiles(folder);
    await expect(dialog(page).getByRole("region", { name: "Add newcomer" })).toBeVisible();
    await check("an offer");
    await dialog(page).getByRole("button", { name: "Dismiss" }).click();
    const picker = dialog(page).getByLabel("Import a manifest…");
    const pick = (content: unknown) =>
      picker.setInputFiles({
        name: "theirs.json",
        mimeType: "application/json",
        buffer: Buffer.from(JSON.stringify(content)),
      });
    await pick(7);
    await expect(dialog(page).getByRole("alert")).toContainText("theirs.json, format");
    await check("a refusal");
    await pick(shared());
    await expect(dialog(page).getByRole("region", { name: "Shared experts" })).toContainText("brings 2 experts");
    await check("shared experts");
    await dialog(page).getByRole("button", { name: "Add 2 experts" }).click();
    await expect(added(page)).toHaveCount(2);
    await dialog(page).getByText("Comparison, nats per character").click();
    await added(page).first().getByRole("button", { name: "Attributes" }).click();
    await check("added experts, attributes open");
    await added(page).first().getByRole("button", { name: "Calibrate again" }).click();
    await check("the form of a calibration");
    await closeDialog(page);
    await expect(page.getByRole("banner")).toContainText(
      "except those of newcomer-bert (≈), which are calibrated estimates",
    );
    await explorer.region("Router map").getByLabel("colour by").selectOption("expert");
    for (const panel of ["decision", "pareto", "map", "domains"]) await check(panel, `.panel.${panel}`);
    await check("the header", "header.top");

    await page.getByRole("button", { name: "Libraries…" }).click();
    const libraries = page.getByRole("dialog", { name: "Libraries" });
    const table = (text: string) =>
      libraries
        .getByLabel("Choose a table")
        .and(page.locator("input"))
        .setInputFiles({ name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await table("prompt,a\nx,1\n");
    await expect(tableDialog(page).getByRole("alert")).toContainText("scores of 1 model");
    await check("a table that was refused");
    await page.keyboard.press("Escape");
    await table(TABLE);
    await expect(tableDialog(page).getByRole("button", { name: "Import" })).toBeEnabled();
    await check("a look at a table");
    await importLooked(page);
    await page.getByRole("button", { name: "Libraries…" }).click();
    await expect(libraries.getByRole("list", { name: "Libraries" }).getByRole("listitem").locator("strong")).toHaveText(
      [...SHIPPED_NAMES, "scores.csv"],
    );
    await check("libraries");
    await page.keyboard.press("Escape");
    await check("the page of a table", "main");
  });
}
