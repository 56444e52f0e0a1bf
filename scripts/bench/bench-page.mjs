// npm run bench:page [-- --note "TEXT"]: speed and layout stability of the served build, measured by Lighthouse, and the number of
// bytes sent. Writes docs/bench.md: the medians of five runs, newest first, followed by those of earlier runs.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { chromium } from "@playwright/test";
import { ensureBrowser } from "../browser.mjs";
import { serve } from "../serve.mjs";
import { coldBytes } from "./page/coldBytes.mjs";
import { FORM_FACTORS, lighthouseRun, medians } from "./page/lighthouse.mjs";
import { report } from "./page/report.mjs";

const RUNS = 5;
const FILE = "docs/bench.md";

if (!existsSync("dist/index.html")) throw new Error("There is no build to measure: run npm run build first.");
const executablePath = ensureBrowser();
const site = await serve("dist");
try {
  const pages = {};
  for (const formFactor of FORM_FACTORS) {
    const runs = [];
    for (let run = 1; run <= RUNS; run++) {
      runs.push(await lighthouseRun(site.url, formFactor, executablePath));
      console.log(formFactor, run, JSON.stringify(runs.at(-1)));
    }
    pages[formFactor] = medians(runs);
  }
  const bytes = await coldBytes(executablePath);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const machine = `${availableParallelism()} cores, Chromium ${browser.version()}, Node ${process.versions.node}`;
  await browser.close();
  const note = process.argv.includes("--note") ? process.argv[process.argv.indexOf("--note") + 1] : "";
  const before = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(FILE, report({ date, note, machine, pages, bytes, runs: RUNS }, before));
  console.log(`Written to ${FILE}`);
} finally {
  await site.close();
}
