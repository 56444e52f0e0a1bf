import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { shippedBenchmark } from "../support/benchmark.ts";
import { Explorer, manifest } from "../support/explorer.ts";
import { changed, customExpertFiles, serveHub, shippedFiles } from "../support/hub.ts";
import { DIST, kept } from "../support/kept.ts";
import { zipOf } from "../support/smallLibrary.ts";
import { added, calibrate, closeDialog, dialog, lookUp, openDialog, TEXTS } from "./expertsDialog.ts";

test.use({ serviceWorkers: "allow" });

const COURT = "The court of appeals affirmed the judgment of the district [MASK] on all counts.";
const BERT = customExpertFiles();

/** Scripts that contain transformers.js: nothing else mentions its model classes. */
function scriptsWithTransformers(): string[] {
  const folder = join(DIST, "assets");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .filter((name) => readFileSync(join(folder, name), "utf8").includes("RoFormerForMaskedLM"));
}

test("no byte of transformers.js is in what every visitor loads", async ({ page }) => {
  const scripts = scriptsWithTransformers();
  expect(scripts).toHaveLength(1);
  const asked: string[] = [];
  page.context().on("request", (request) => asked.push(request.url()));
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await openDialog(page);
  expect(asked.filter((url) => url.includes(scripts[0]!))).toEqual([]);
});

test("a model of the Hub with another tokenizer is added, calibrated, routed to, run offline after a reload, and removed", {
  tag: "@journey",
}, async ({ page, context }) => {
  test.setTimeout(900_000);
  const site = await serveHub(new Map([["lab/newcomer-bert", BERT]]));
  const explorer = await new Explorer(page).open(site.url);
  await explorer.decide(COURT);
  await kept(page);
  await page.reload();
  await explorer.decision(COURT);
  await openDialog(page);
  await lookUp(page, site, "lab/newcomer-bert");
  const candidate = dialog(page).getByRole("region", { name: "Add lab/newcomer-bert" });
  await expect(candidate).toContainText(/BertForMaskedLM, 2 layers of 48.*licence mit/s);
  await expect(candidate.getByRole("radio")).toHaveCount(2);
  expect(site.asked.filter((path) => path.endsWith(".onnx"))).toEqual([]);
  await candidate.getByRole("button", { name: /^Download .* and add$/ }).click();
  await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
  await calibrate(page, TEXTS);
  await expect(added(page)).toContainText("Calibrated on 12 prompts");
  await dialog(page).getByText("Comparison, nats per character").click();
  await expect(dialog(page).getByRole("row")).toHaveCount(6);
  await closeDialog(page);

  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(manifest.experts.length + 1);
  await expect(explorer.ranked.getByText("newcomer-bert ≈").first()).toBeVisible();
  await expect(explorer.region("Domains").getByRole("columnheader", { name: "newcomer-bert ≈" })).toBeVisible();

  await site.close();
  await context.setOffline(true);
  await page.reload();
  await explorer.decision(COURT, ["added/lab-newcomer-bert"]);
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(manifest.experts.length + 1);
  await page.getByRole("button", { name: "Run all experts" }).click();
  // Its row in the runs ends with its predictions and their probabilities once it has run.
  await expect(page.getByRole("row", { name: /^newcomer-bert ≈.*\d%/ })).toBeVisible({ timeout: 200_000 });

  await openDialog(page);
  await dialog(page).getByRole("button", { name: "Remove" }).click();
  await dialog(page).getByRole("button", { name: "Yes, remove" }).click();
  await expect(added(page)).toHaveCount(0);
  await closeDialog(page);
  await expect(explorer.ranked.getByRole("listitem")).toHaveCount(manifest.experts.length);
  expect(explorer.errors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error))).toEqual([]);
});

test("a copy of a shipped expert, added from a zip, takes that expert's place in at least 90% of the decisions", {
  tag: "@slow",
}, async ({ page }) => {
  test.setTimeout(900_000);
  const { predicted, rows } = await shippedBenchmark();
  const width = predicted.columns;
  const best = (row: ArrayLike<number>) => Array.from(row).indexOf(Math.min(...Array.from(row)));
  const own = Array.from({ length: rows }, (_, r) => predicted.data.subarray(r * width, (r + 1) * width));
  const choices = own.map(best);
  const counts = manifest.experts.map((_, i) => choices.filter((choice) => choice === i).length);
  // The most frequently chosen expert: it has the most to lose.
  const original = counts.indexOf(Math.max(...counts));
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await openDialog(page);
  await dialog(page)
    .getByLabel("Choose files…")
    .setInputFiles({
      name: "copy.zip",
      mimeType: "application/zip",
      buffer: zipOf(shippedFiles(manifest.experts[original]!.id)),
    });
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
  await calibrate(page, null);
  await expect(dialog(page)).toContainText("It uses the library's tokenizer");
  const head = await page.evaluate(async () => {
    const request = indexedDB.open("tryage-added");
    await new Promise((done) => {
      request.onsuccess = done;
    });
    const all = request.result.transaction("records").objectStore("records").getAll();
    await new Promise((done) => {
      all.onsuccess = done;
    });
    return (all.result[0].value as { calibration: { benchmark: number[] } }).calibration.benchmark;
  });
  const agreeing = own.filter((row, r) => {
    const mean = Array.from(row).reduce((sum, loss) => sum + loss, 0) / width;
    const copy = Float32Array.from(row);
    copy[original] = mean + head[r]!;
    return best(copy) === choices[r];
  });
  expect(agreeing.length / rows).toBeGreaterThanOrEqual(0.9);
});

test("what cannot be added says why, and the session goes on", async ({ page }) => {
  test.setTimeout(400_000);
  const t5 = { architectures: ["T5ForConditionalGeneration"], model_type: "t5" };
  const tokenizer = JSON.parse(BERT.get("tokenizer.json")!.toString()) as { added_tokens: { content: string }[] };
  const maskless = { ...tokenizer, added_tokens: tokenizer.added_tokens.filter(({ content }) => content !== "[MASK]") };
  const site = await serveHub(
    new Map([
      ["lab/good", BERT],
      ["lab/seq2seq", changed(BERT, { "config.json": t5 })],
      ["lab/maskless", changed(BERT, { "tokenizer.json": maskless })],
      ["lab/no-onnx", changed(BERT, { "onnx/model_fp16.onnx": null, "onnx/model_int8.onnx": null })],
      ["lab/discriminator", changed(BERT, { "config.json": { architectures: ["ElectraForPreTraining"] } })],
      ["lab/gated", BERT],
      ["lab/broken-json", changed(BERT, { "tokenizer.json": BERT.get("tokenizer.json")!.subarray(0, 900) })],
    ]),
    { gated: ["lab/gated"] },
  );
  const explorer = await new Explorer(page).open(site.url);
  const chosen = await explorer.decide(COURT);
  await openDialog(page);
  const problem = dialog(page).getByRole("alert");
  await dialog(page).getByText("another hub").click();
  await dialog(page).getByLabel("Address of the hub").fill(`${site.url}hub/`);
  for (const [id, sentence] of [
    ["lab/none", /has no public model “lab\/none”/],
    ["lab/seq2seq", /is a T5ForConditionalGeneration: it is a sequence-to-sequence model/],
    ["lab/discriminator", /a discriminator.* Choose its generator/],
    ["lab/gated", /lab\/gated is gated: its files need a log-in.*drop the folder here/],
    ["lab/good@gone", /no public model “lab\/good” with a revision “gone”/],
    ["lab/maskless", /without a mask token/],
    ["lab/no-onnx", /has no ONNX file/],
    ["lab/broken-json", /tokenizer\.json that is not JSON/],
  ] as const) {
    await dialog(page).getByLabel("From the Hub").fill(id);
    await dialog(page).getByRole("button", { name: "Look up" }).click();
    await expect(problem, id).toContainText(sentence);
  }

  await dialog(page).getByLabel("From the Hub").fill("lab/good");
  await dialog(page).getByRole("button", { name: "Look up" }).click();
  const download = dialog(page).getByRole("button", { name: /^Download .* and add$/ });
  for (const [kind, sentence] of [
    ["cut", /stopped arriving after \d+ bytes/],
    ["longer", /is longer than the \d+ bytes that the hub lists/],
  ] as const) {
    site.faults.set("model_int8.onnx", { kind });
    await download.click();
    await expect(problem, kind).toContainText(sentence);
  }
  site.faults.set("model_int8.onnx", { kind: "stalled" });
  await download.click();
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await expect(dialog(page).getByRole("progressbar")).toBeHidden();
  await expect(problem).toBeHidden();

  // Invalid model bytes, although they match the hub's listing.
  site.faults.set("model_int8.onnx", { kind: "damaged" });
  const lookAgain = async (id: string) => {
    await dialog(page).getByRole("button", { name: "Dismiss" }).click();
    await lookUp(page, site, id);
  };
  await lookAgain("lab/good");
  await download.click();
  await expect(problem).toContainText(/weights cannot be opened/, { timeout: 120_000 });
  await expect(added(page)).toHaveCount(0);

  site.faults.clear();
  await lookAgain("lab/good");
  site.asked.length = 0;
  await download.click();
  await expect(added(page)).toContainText(/Not calibrated yet/, { timeout: 120_000 });
  await expect(problem).toBeHidden();
  expect(site.asked.filter((path) => path.endsWith(".onnx"))).toHaveLength(1);
  await closeDialog(page);
  expect(await explorer.decide(`${COURT} `)).toBe(chosen);
  await site.close();
});
