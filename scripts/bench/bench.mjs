// npm run bench [-- all] [memory] [--runs N] [--only GROUP]: performance as ratios, with both sides of each measured in one run
// in a real browser on the built site; writes docs/bench.md and docs/bench.svg. `all` adds what takes minutes, `memory` nine minutes of
// loading and releasing experts. `--runs` and `--only` try the command out and write nothing.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { browserArguments, ensureBrowser } from "../browser.mjs";
import { serve } from "../serve.mjs";
import { largeMapBench } from "./large-map-bench.mjs";
import { largeTableBench } from "./large-table-bench.mjs";
import { mathsBench } from "./maths-bench.mjs";
import { memoryBench } from "./memory-bench.mjs";
import { nativeBench } from "./native-bench.mjs";
import { pageBench } from "./page-bench.mjs";
import { plot } from "./report/plot.mjs";
import { withRatios } from "./report/section.mjs";
import { median, short, summary } from "./report/summary.mjs";

const { values, positionals } = parseArgs({
  options: { runs: { type: "string" }, only: { type: "string" } },
  allowPositionals: true,
});
const unknown = positionals.filter((word) => word !== "all" && word !== "memory");
if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(" ")}. Known words are all and memory.`);
const all = positionals.includes("all");
if (!existsSync("dist/index.html")) throw new Error("There is no build to measure: run npm run build first.");

/** The groups of rows by name. Each tells its rows as they are measured, and fails alone; the maths return the plot's curves. */
const groups = {
  maths: mathsBench,
  page: pageBench,
  native: nativeBench,
  ...(all ? { tables: largeTableBench, map: largeMapBench } : {}),
  ...(positionals.includes("memory") ? { memory: memoryBench } : {}),
};

const site = await serve("dist");
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
const rows = [];
let curves = [];
const failures = [];
try {
  for (const [name, measure] of Object.entries(groups)) {
    if (values.only !== undefined && values.only !== name) continue;
    try {
      curves = (await measure({ browser, url: site.url, all, runs: Number(values.runs ?? 15), tell })) ?? curves;
    } catch (error) {
      failures.push(name);
      console.error(`${name}: ${error.stack}`);
    }
  }
  if (values.runs === undefined && values.only === undefined) write();
} finally {
  await browser.close();
  await site.close();
}
const exceeded = rows.filter((row) => row.strict && !summary(row).met);
for (const { what } of exceeded) console.error(`Over its limit: ${what}`);
for (const name of failures) console.error(`Not measured: ${name}`);
process.exitCode = exceeded.length + failures.length > 0 ? 1 : 0;

/** Takes a measured row and prints it. */
function tell(row) {
  rows.push(row);
  const { ratio, spread, met } = summary(row);
  const goal = row.goal === null ? "" : `, goal ≤ ${short(row.goal)}${met ? "" : " MISSED"}`;
  const medians = `${short(median(row.ours))} : ${short(median(row.theirs))} ${row.unit}`;
  console.log(
    `${row.what} / ${row.against}: ${short(ratio)} (${spread.map(short).join("–")})${goal}; ${medians}; ${row.parts ?? ""}`,
  );
}

function write() {
  const about = {
    machine: `${availableParallelism()} cores, Chromium ${browser.version()}, Node ${process.versions.node}`,
    date: new Date().toISOString().slice(0, 10),
    command: ["npm run bench", ...(positionals.length > 0 ? ["--", ...positionals] : [])].join(" "),
    plot: "bench.svg",
  };
  writeFileSync("docs/bench.md", withRatios(rows, about, readFileSync("docs/bench.md", "utf8")));
  if (curves.length > 0) writeFileSync("docs/bench.svg", plot(curves));
  console.log("Written to docs/bench.md and docs/bench.svg");
}
