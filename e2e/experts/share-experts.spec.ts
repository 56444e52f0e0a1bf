import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { Explorer, manifest } from "../support/explorer.ts";
import { changed, customExpertFiles, serveHub, shippedFiles } from "../support/hub.ts";
import { zipOf } from "../support/smallLibrary.ts";
import { added, calibrate, closeDialog, dialog, lookUp, openDialog, TEXTS } from "./expertsDialog.ts";
import { hashed, sharedBert } from "./sharedExperts.ts";

test.use({ serviceWorkers: "allow" });

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";
const SHIPPED = manifest.experts.length;
const json = (name: string, content: unknown) => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(content)),
});

const offered = (page: Page) => dialog(page).getByRole("region", { name: "Shared experts" });

async function saved(page: Page): Promise<{ experts: Record<string, unknown>[] }> {
  const download = page.waitForEvent("download");
  await dialog(page).getByRole("button", { name: "Save manifest of all" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("experts.json");
  return JSON.parse(readFileSync(await file.path(), "utf8"));
}

test("added experts go out as a manifest and come back: the Hub's are fetched on demand, local ones ask for their files", async ({
  page,
}) => {
  test.setTimeout(900_000);
  const site = await serveHub(new Map([["lab/newcomer-bert", customExpertFiles()]]));
  const explorer = await new Explorer(page).open(site.url);
  await explorer.decide(COURT);
  await openDialog(page);
  await lookUp(page, site, "lab/newcomer-bert");
  await dialog(page)
    .getByRole("button", { name: /^Download .* and add$/ })
    .click();
  await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
  await calibrate(page, TEXTS);
  const facts = await added(page)
    .getByText(/^Calibrated on/)
    .innerText();
  const copied = shippedFiles(manifest.experts[0]!.id);
  const pickZip = (name: string, files: ReadonlyMap<string, Buffer>, label: string | RegExp) =>
    dialog(page)
      .getByLabel(label)
      .and(page.locator("input"))
      .setInputFiles({ name, mimeType: "application/zip", buffer: zipOf(files) });
  await pickZip("copy.zip", copied, "Choose files…");
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(added(page)).toHaveCount(2, { timeout: 120_000 });

  const text = await saved(page);
  expect(text.experts).toHaveLength(2);
  expect(JSON.stringify(text)).not.toContain("local:");
  for (let left = 2; left > 0; left--) {
    await added(page).first().getByRole("button", { name: "Remove" }).click();
    await added(page).first().getByRole("button", { name: "Yes, remove" }).click();
    await expect(added(page)).toHaveCount(left - 1);
  }
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(SHIPPED);

  site.asked.length = 0;
  const picker = dialog(page).getByLabel("Import a manifest…");
  await picker.setInputFiles(json("theirs.json", text));
  await expect(offered(page)).toContainText("theirs.json brings 2 experts");
  await expect(offered(page)).toContainText("calibrated on 12 prompts");
  await expect(added(page)).toHaveCount(0);
  await offered(page).getByRole("button", { name: "Add 2 experts" }).click();
  await expect(dialog(page).getByRole("status")).toContainText(
    /2 experts added\. Still missing \(add them under Experts\): the files of/,
  );
  await expect(added(page)).toHaveCount(2);
  await expect(added(page).first()).toContainText(facts);
  expect(site.asked).toEqual([]);
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(SHIPPED + 1);

  // Again: nothing is duplicated, nothing is lost.
  await picker.setInputFiles(json("theirs.json", text));
  await offered(page).getByRole("button", { name: "Add 2 experts" }).click();
  await expect(dialog(page).getByRole("status")).toContainText("2 experts were already here, unchanged.");
  await expect(added(page)).toHaveCount(2);

  const local = added(page).last();
  await expect(local).toContainText("Its files are not in this browser");
  await expect(local.getByRole("button", { name: "Calibrate" })).toBeDisabled();
  const onnx = [...copied.keys()].find((path) => path.endsWith(".onnx"))!;
  const spoiled = Buffer.from(copied.get(onnx)!);
  spoiled[spoiled.length >> 1]! ^= 1;
  await pickZip("other.zip", changed(copied, { [onnx]: spoiled }), /^Choose files of/);
  await expect(dialog(page).getByRole("alert")).toContainText(
    /in other\.zip is not the file that was shared: its SHA-256 differs/,
  );
  await expect(local).toContainText("Its files are not in this browser");
  await pickZip("copy.zip", copied, /^Choose files of/);
  await expect(local).not.toContainText("Its files are not in this browser");
  await closeDialog(page);

  await page.reload();
  await explorer.decision(COURT, ["added/lab-newcomer-bert"]);
  await page.getByRole("button", { name: "Run all experts" }).click();
  await expect(page.getByRole("row", { name: /^newcomer-bert ≈.*\d%/ })).toBeVisible({ timeout: 300_000 });
  expect(site.asked.filter((path) => path.endsWith(".onnx"))).toHaveLength(1);
  await openDialog(page);
  await calibrateSecond(page);
  await site.close();
});

/** The local expert runs again: it can be measured. */
async function calibrateSecond(page: Page): Promise<void> {
  const local = added(page).last();
  await local.getByRole("button", { name: "Calibrate", exact: true }).click();
  await local.getByRole("checkbox").uncheck();
  await local.getByLabel(/^Your own texts/).fill(TEXTS);
  await local.getByRole("button", { name: /^Measure on \d+ texts$/ }).click();
  await expect(local.getByText(/^Calibrated on 12 prompts/)).toBeVisible({ timeout: 400_000 });
}

test("a manifest comes by link or by a drop on the page, and adds nothing before the reader agrees", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const site = await serveHub(new Map([["lab/newcomer-bert", customExpertFiles()]]));
  const shared = sharedBert(`${site.url}hub/`, hashed(customExpertFiles()));
  await page.route("**/lab/experts.json", (route) => route.fulfill({ json: shared }));
  const explorer = await new Explorer(page).open(`${site.url}?experts=lab/experts.json`);
  await explorer.decide(COURT);
  const bar = page.getByRole("main").getByRole("region", { name: "Shared experts" });
  await expect(bar).toContainText("lab/experts.json brings 1 expert");
  await expect(bar).toContainText("lab/newcomer-bert at localhost");
  await bar.getByRole("button", { name: "Cancel" }).click();
  await expect(bar).toBeHidden();
  await openDialog(page);
  await expect(added(page)).toHaveCount(0);
  await closeDialog(page);

  await page.evaluate(async (content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "dropped.json", { type: "application/json" }));
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
  }, JSON.stringify(shared));
  await expect(bar).toContainText("dropped.json brings 1 expert");
  await bar.getByRole("button", { name: "Add 1 expert" }).click();
  await expect(page.getByRole("main").getByText("1 expert added.")).toBeVisible();
  await openDialog(page);
  await expect(added(page)).toContainText(/newcomer-bert.*Not calibrated yet/s);

  // On demand: its files are downloaded when it is measured, and a hub that no longer has them is named.
  site.faults.set("model_int8.onnx", { kind: "status", status: 404 });
  await dialog(page).getByRole("button", { name: "Calibrate", exact: true }).click();
  await dialog(page)
    .getByRole("button", { name: /^Measure on \d+ texts$/ })
    .click();
  await expect(dialog(page).getByRole("alert")).toContainText(/model_int8\.onnx could not be fetched: .*404/);
  await expect(added(page)).toHaveCount(1);
  await site.close();
});

test("a broken manifest is refused with the place and the reason, and what is here stays", async ({ page }) => {
  const shared = sharedBert("https://hub.example/", hashed(customExpertFiles()));
  const [expert] = shared.experts;
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}?experts=nowhere.json`);
  const chosen = await explorer.decide(COURT);
  const bar = page.getByRole("main");
  await expect(bar.getByRole("alert")).toContainText(
    /No expert was added\. .*nowhere\.json could not be fetched: .*404/,
  );
  await openDialog(page);
  const picker = dialog(page).getByLabel("Import a manifest…");
  await picker.setInputFiles(json("good.json", shared));
  await offered(page).getByRole("button", { name: "Add 1 expert" }).click();
  await expect(added(page)).toHaveCount(1);
  for (const [file, sentence] of [
    [
      { ...json("cut.json", 0), buffer: Buffer.from('{"format":\n "tryage-experts",') },
      /cut\.json, line 2, column 19: is not valid JSON/,
    ],
    [json("library.json", manifest), /library\.json, format: is not “tryage-experts”/],
    [
      json("later.json", { ...shared, schemaVersion: 9 }),
      /later\.json, schemaVersion: is 9, but this app reads version 1/,
    ],
    [json("x.json", { ...shared, experts: [{ ...expert, device: 7 }] }), /x\.json, experts\[0\]\.device/],
    [
      json("y.json", { ...shared, experts: [{ ...expert, model: "none.onnx" }] }),
      /y\.json, experts\[0\]\.model: “none\.onnx” is not in files/,
    ],
  ] as const) {
    await picker.setInputFiles(file);
    await expect(dialog(page).getByRole("alert")).toContainText(sentence);
    await expect(added(page)).toHaveCount(1);
  }
  await closeDialog(page);
  expect(await explorer.decide(`${COURT} `)).toBe(chosen);
});

test("the format of the manifest is published", async ({ page }) => {
  const { expertsJsonSchema } = await import("../../scripts/build/manifest-schema.ts");
  const published = await page.request.get(new URL("experts.schema.json", process.env.EXPLORER_URL).href);
  expect(await published.json()).toEqual(JSON.parse(JSON.stringify(expertsJsonSchema())));
});
