/** Import of evaluation tables: the review before anything is stored, from a file, from the clipboard and from a link. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { Explorer } from "../support/explorer.ts";
import { importLooked, tableDialog } from "./tableDialog.ts";

const CSV =
  "sample_id,prompt,difficulty_class,gpt,llama,gpt_cost,llama_cost\n1,Why?,2,1,0,0.02,0.001\n2,How?,1,1,1,0.03,0.002\n";

test("a table is looked at, its roles can be changed, and one click imports it", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await page.getByRole("button", { name: "Libraries…" }).click();
  const file = { name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(CSV) };
  await page.getByRole("dialog", { name: "Libraries" }).getByLabel("Choose a table").last().setInputFiles(file);
  const look = tableDialog(page);
  const role = (column: string) => look.getByRole("combobox", { name: `Role of ${column}`, exact: true });
  // What is no score cannot be told by its name here: the sentence says where it is, and what to do.
  await expect(look.getByRole("alert")).toContainText("“difficulty_class”: the score 2 is not from 0 to 1");
  await expect(look.getByRole("button", { name: "Import" })).toBeDisabled();
  await expect(role("gpt_cost").locator("option:checked")).toHaveText("cost in dollars of gpt");
  await expect(role("sample_id").locator("option:checked")).toHaveText("id");
  await role("difficulty_class").selectOption({ label: "ignore" });
  await expect(look).toContainText("2 prompts × 2 models");
  await expect(look.getByRole("combobox", { name: "Separator" })).toHaveValue(",");
  await importLooked(page);
  await page.keyboard.press("Escape");
  await expect(explorer.region("Pareto front")).toContainText("gpt");
  expect(explorer.errors).toEqual([]);
});

test("a table is pasted, or named by a link", async ({ page }) => {
  await page.route("**/given/scores.csv", (route) => route.fulfill({ body: CSV, contentType: "text/csv" }));
  const explorer = await new Explorer(page).open(`${process.env.EXPLORER_URL}?table=given/scores.csv`);
  await expect(tableDialog(page)).toContainText("scores.csv 2 rows", { timeout: 30_000 });
  await page.keyboard.press("Escape");
  await expect(tableDialog(page)).toBeHidden();
  await page.evaluate(
    (text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    CSV.replaceAll(",", "\t"),
  );
  await expect(tableDialog(page)).toContainText("Pasted table 2 rows");
  await tableDialog(page).getByRole("combobox", { name: "Role of difficulty_class" }).selectOption({ label: "ignore" });
  await importLooked(page);
  await expect(explorer.region("Pareto front")).toContainText("gpt");
  expect(explorer.errors).toEqual([]);
});

test("an imported table is told at a glance, in figures that can be copied", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i},p${i},${i % 2 ? "law" : "maths"},${i % 2},${Number(i % 5 > 0)},0.0001,0.01`,
  );
  const csv = `id,prompt,dataset,small,big,small_cost,big_cost\n${rows.join("\n")}\n`;
  await page.getByRole("button", { name: "Libraries…" }).click();
  const file = { name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.getByRole("dialog", { name: "Libraries" }).getByLabel("Choose a table").last().setInputFiles(file);
  await importLooked(page);
  await page.keyboard.press("Escape");
  const report = explorer.region("Table report");
  await expect(report).toContainText("Best single model: big", { timeout: 30_000 });
  await expect(report.getByRole("row", { name: /^Best single model/ })).toContainText("0.8000 [");
  await expect(report.getByRole("row", { name: /^Best single model/ })).toContainText("$10.00");
  await expect(report.getByRole("row", { name: /^Oracle/ })).toContainText("0.9000 [");
  await expect(report.getByRole("row", { name: /^Oracle/ })).toContainText("$4.060");
  await expect(report.getByText("better on")).toBeVisible();
  const saved = page.waitForEvent("download");
  await report.getByRole("button", { name: "Save table as CSV" }).click();
  const lines = readFileSync(await (await saved).path(), "utf8").split("\r\n");
  expect(lines[0]).toContain("id,dataset,prompt,score:small,score:big,cost:small,cost:big");
  expect(lines[2]).toBe("1,law,p1,1,1,0.0001,0.01");
  expect(explorer.errors).toEqual([]);
});

test.describe("published tables", () => {
  // The test answers requests, which a service worker would intercept first.
  test.use({ serviceWorkers: "block" });

  test("one of several files is downloaded, checked file by file, and opened as one table", async ({ page }) => {
    const files: Record<string, string> = {
      "data/set_law.csv": "prompt,weak,strong\nx,True,True\ny,False,True\n",
      "data/set_maths.csv": "prompt,weak,strong\nz,False,True\nu,True,False\n",
      "data/set_code.csv": "prompt,weak,strong\nv,False,False\n",
    };
    const table = {
      ...{
        id: "made",
        title: "Made for a test",
        about: "Three files",
        repository: "some/where",
        commit: "a".repeat(40),
      },
      ...{ license: "MIT", rows: 5, models: 2 },
      files: Object.entries(files).map(([path, text]) => {
        return { path, bytes: text.length, sha256: createHash("sha256").update(text).digest("hex") };
      }),
    };
    await page.route(/\/assets\/tables-[^/]*\.js$/, (route) =>
      route.fulfill({
        contentType: "text/javascript",
        body: `const tables = ${JSON.stringify([table])};\nexport { tables as default };`,
      }),
    );
    let spoilt = "data/set_maths.csv";
    const asked: string[] = [];
    await page.route("https://raw.githubusercontent.com/**", (route) => {
      const path = new URL(route.request().url()).pathname.replace(`/some/where/${table.commit}/`, "");
      asked.push(path);
      const body = path === spoilt ? files[path]!.replace("z,", "Z,") : files[path]!;
      return route.fulfill({ body, headers: { "access-control-allow-origin": "*" } });
    });
    const explorer = await new Explorer(page).open();
    await page.getByRole("button", { name: "Libraries…" }).click();
    const open = page.getByRole("list", { name: "Published tables" }).getByRole("button");
    expect(asked).toEqual([]);
    await open.click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("set_maths.csv", { timeout: 30_000 });
    spoilt = "";
    await open.click();
    const report = explorer.region("Table report");
    await expect(report).toContainText("Made for a test: 5 prompts, 2 models.", { timeout: 30_000 });
    await expect(report.getByRole("row", { name: /^Oracle/ })).toContainText("0.8000 [");
    await expect(report.getByRole("row", { name: /^set_maths/ })).toContainText("1.0000");
    expect(asked.filter((path) => path === "data/set_law.csv")).toHaveLength(2);
    expect(explorer.errors).toEqual([]);
  });
});

test("prompts are searched and read in full, and those of a finding are left out", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const long = `${"Once upon a time. ".repeat(20)}The hidden word is xylophone.`;
  const csv = `prompt,small,big\n${long},1,0\nWhy is the sky blue?,0,1\nHow?,0,0\n`;
  await page.getByRole("button", { name: "Libraries…" }).click();
  const file = { name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.getByRole("dialog", { name: "Libraries" }).getByLabel("Choose a table").last().setInputFiles(file);
  await importLooked(page);
  await page.keyboard.press("Escape");
  const prompts = explorer.region("Prompts");
  await prompts.scrollIntoViewIfNeeded();
  await prompts.getByRole("searchbox", { name: "text contains" }).fill("XYLOPHONE");
  await expect(prompts.getByRole("status", { name: "Selection" })).toHaveText("1 of 3 prompts selected");
  await prompts.getByRole("row").filter({ hasText: "Once upon" }).click();
  await expect(prompts.getByRole("region", { name: "Full prompt" })).toContainText("The hidden word is xylophone.");
  await expect(prompts.getByRole("list", { name: "Models by score" }).getByRole("listitem").first()).toContainText(
    "small",
  );
  await prompts.getByRole("button", { name: "Clear selection" }).click();
  await expect(prompts.getByRole("searchbox", { name: "text contains" })).toHaveValue("");
  const right = prompts.getByRole("combobox", { name: "right" });
  await right.selectOption({ label: "none" });
  await expect(prompts.getByRole("status", { name: "Selection" })).toHaveText("1 of 3 prompts selected");
  await right.selectOption({ label: "any number" });
  const report = explorer.region("Table report");
  await report.getByRole("button", { name: "Exclude 1 unsolved prompt" }).click();
  await expect(report).toContainText("2 prompts, 2 models");
  await expect(report.getByRole("row", { name: /^Oracle/ })).toContainText("1.0000");
  await page.reload();
  await expect(report).toContainText("2 prompts, 2 models");
  expect(explorer.errors).toEqual([]);
});
