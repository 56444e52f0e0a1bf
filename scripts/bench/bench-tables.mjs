// Imports very large evaluation tables in a browser: time, memory of the page's process, and the longest task of its main thread.
// Usage: npm run build, then `node scripts/bench/bench-tables.mjs [FOLDER] [PART OF A NAME]`. The tables are generated in the folder, once.

import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { ensureBrowser } from "../browser.mjs";
import { serve } from "../serve.mjs";

const LIMIT_MB = 1_500;
const only = process.argv[3];
const folder = process.argv[2] ?? join(tmpdir(), "large-tables");

/** Rows of a table, in portions of a few megabytes. */
async function write(name, head, rows, line) {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const out = createWriteStream(path);
  out.write(`${head}\n`);
  for (let from = 0; from < rows; from += 20_000) {
    const lines = Array.from({ length: Math.min(20_000, rows - from) }, (_, i) => line(from + i));
    if (!out.write(`${lines.join("\n")}\n`)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return path;
}

const MODELS = Array.from({ length: 112 }, (_, k) => `maker/model-${k}`);
const WORDS = "what is the largest number of which all of these are known to be a part in one of two ways ".repeat(6);
const wideHead = ["id", "prompt", ...MODELS.slice(0, 12)].join();
/** @param length of the text, in letters */
const wideRow = (i, length) =>
  [
    i,
    `"${i}: ${WORDS.slice(i % 40, length)}"`,
    ...MODELS.slice(0, 12).map((_, k) => ((i * 7 + k * 13) % 5) / 4),
  ].join();
const tables = [
  {
    name: "36,000 prompts × 112 models, a row each",
    path: () =>
      write("long.csv", "model_id,category,prompt_id,prompt,label", 36_000 * 112, (i) => {
        const [prompt, k] = [Math.floor(i / 112), i % 112];
        return `${MODELS[k]},subject ${prompt % 57},${prompt},question ${prompt} of many,${(prompt * 7 + k * 13) % 5 > 1 ? 1 : 0}`;
      }),
  },
  {
    name: "200,000 prompts × 12 models, 100 MB",
    path: () => write("wide.csv", wideHead, 200_000, (i) => wideRow(i, 440)),
  },
  {
    name: "100,000 prompts × 12 models, 57 MB",
    path: () => write("wide-100k.csv", wideHead, 100_000, (i) => wideRow(i, 518)),
  },
];

/** Resident megabytes of the browser's largest process: the page with its workers. */
function largest() {
  let most = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer")) continue;
      most = Math.max(
        most,
        Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024,
      );
    } catch {
      // The process has ended.
    }
  }
  return most;
}

/** Milliseconds of the main thread's longest task since this was asked for last; 0 if none took 50 ms. */
const longestTask = (page) =>
  page.evaluate(() => {
    const most = Math.round(globalThis.longest);
    globalThis.longest = 0;
    return most;
  });

mkdirSync(folder, { recursive: true });
const site = await serve("dist");
const browser = await chromium.launch({ executablePath: ensureBrowser() });
let failed = false;
try {
  for (const { name, path } of tables.filter((table) => only === undefined || table.name.includes(only))) {
    const file = await path();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(() => {
      globalThis.longest = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
      }).observe({ entryTypes: ["longtask"] });
    });
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, largest());
    }, 250);
    await page.goto(site.url);
    await page.getByRole("button", { name: "Libraries…" }).click();
    let start = Date.now();
    const seconds = () => `${((Date.now() - start) / 1_000).toFixed(1)} s`;
    const choose = async () => {
      await page.getByRole("dialog", { name: "Libraries" }).getByLabel("Choose a table").last().setInputFiles(file);
    };
    const dialog = page.getByRole("dialog", { name: "Import a table" });
    // Reading is cancelled once, to see that it ends at once.
    await choose();
    await dialog.getByRole("progressbar").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    const cancelled = seconds();
    // The dialog that the file was chosen in is there again.
    await page.waitForTimeout(1_000);
    await page.evaluate(() => {
      globalThis.longest = 0;
    });
    start = Date.now();
    await choose();
    await dialog
      .getByRole("button", { name: "Import", exact: true })
      .and(page.locator(":enabled"))
      .waitFor({ timeout: 300_000 });
    const looked = seconds();
    const untilLooked = await longestTask(page);
    start = Date.now();
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await page
      .getByRole("region", { name: "Table report" })
      .getByText("Best single model")
      .first()
      .waitFor({ timeout: 300_000 });
    const imported = seconds();
    // What the report and the front compute in the background comes in later.
    await page.waitForTimeout(8_000);
    const task = await longestTask(page);
    clearInterval(watch);
    failed ||= most > LIMIT_MB;
    console.log(`${name}: reading cancelled after ${cancelled}; understood after ${looked} (longest task ${untilLooked} ms); imported ${imported} later (longest task ${task} ms); at most ${most.toFixed(0)} MB`); // biome-ignore format: a line
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
if (failed) throw new Error(`More than ${LIMIT_MB} MB.`);
