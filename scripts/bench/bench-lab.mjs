// Times the lab in a browser: MMLU's size with surface and TF-IDF, the router's states of 3,000 prompts, and a keystroke with a router that
// reads states. Prints a table in Markdown, for docs/bench.md.
// Usage: npm run build, then `node scripts/bench/bench-lab.mjs [large] [states]`. Tables are made up, the same every time.
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { chromium } from "@playwright/test";
import { browserArguments, ensureBrowser } from "../browser.mjs";
import { serve } from "../serve.mjs";

/** Linux counts processor time in hundredths of a second. */
const TICKS = 100;
const LONGEST_MS = 590_000;
const KEYSTROKES = "and why is that so";

function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Prompts of words that are as rare as in a language: the k-th as often as 1/k. */
function table(rows, words) {
  const draw = random(rows);
  const parts = "ba ko ri ten lo mi sa pur de gan ti el or ness ing ed ly al con pre".split(" ");
  const vocabulary = Array.from({ length: 20_000 }, (_, k) => {
    const own = random(k);
    return (
      Array.from({ length: 1 + (k % 4) }, () => parts[Math.floor(own() * parts.length)]).join("") +
      (k % 7 === 0 ? k : "")
    );
  });
  const lines = Array.from({ length: rows }, (_, i) => {
    const length = 8 + Math.floor(-words * Math.log(1 - draw()));
    const text = Array.from({ length }, () => vocabulary[Math.floor(20_000 ** draw()) - 1]).join(" ");
    const hard = draw() < 0.3;
    return `${text}?,subject ${i % 57},${draw() < (hard ? 0.5 : 0.72) ? 1 : 0},${draw() < 0.83 ? 1 : 0},${1e-6 * length},${3e-5 * length}`;
  });
  return ["prompt,dataset,weak,strong,weak_cost,strong_cost", ...lines].join("\n");
}

/** Fields of /proc/PID/stat from the state on: [1] is the parent, [11] and [12] its time in user and system mode. */
const statOf = (pid) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1).split(" ");

/** Whether a process was started by this one, or by one that it started. */
const isOwn = (pid) => pid === process.pid || (pid > 1 && isOwn(Number(statOf(pid)[1])));

/** Seconds of processor time of this browser's page processes so far: workers are threads of them. */
function processorSeconds() {
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer") || !isOwn(Number(pid))) continue;
      const fields = statOf(pid);
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // The process has ended.
    }
  }
  return ticks / TICKS;
}

async function open(page, url, csv) {
  await page.addInitScript(() => {
    globalThis.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ entryTypes: ["longtask"] });
  });
  await page.goto(url);
  await page.getByRole("button", { name: "Libraries…" }).click();
  const file = { name: "made.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await page.getByRole("dialog", { name: "Libraries" }).getByLabel("Choose a table").last().setInputFiles(file);
  const review = page.getByRole("dialog", { name: "Import a table" });
  await review.getByRole("button", { name: "Import" }).click({ timeout: LONGEST_MS });
  await review.waitFor({ state: "hidden", timeout: LONGEST_MS });
  await page.keyboard.press("Escape");
  const lab = page.getByRole("region", { name: "Lab", exact: true });
  await lab.getByRole("button", { name: "Train" }).waitFor({ timeout: LONGEST_MS });
  // What the page draws of the new table comes first.
  await page.waitForTimeout(5_000);
  return lab;
}

/** Trains, and waits for `until`. */
async function timed(page, lab, until) {
  await page.evaluate(() => {
    globalThis.longest = 0;
  });
  const [start, before] = [performance.now(), processorSeconds()];
  await lab.getByRole("button", { name: "Train" }).click();
  await until.waitFor({ timeout: LONGEST_MS });
  const [clock, processor] = [(performance.now() - start) / 1000, processorSeconds() - before];
  return { clock, processor, longest: await page.evaluate(() => globalThis.longest) };
}

const untick = (lab, group, name) =>
  lab.getByRole("group", { name: group }).getByRole("checkbox", { name, exact: true }).setChecked(false);

async function large(page, url) {
  const lab = await open(page, url, table(14_042, 62));
  await untick(lab, "Features", "Router state");
  return [
    [
      "14,042 prompts × 2 models, surface and TF-IDF",
      await timed(page, lab, lab.getByRole("table", { name: "Routers compared" })),
    ],
  ];
}

async function states(page, url) {
  const lab = await open(page, url, table(3_000, 45));
  for (const name of ["Surface", "TF-IDF"]) await untick(lab, "Features", name);
  for (const name of ["Learning curve", "Leave one data set out"]) await untick(lab, "Options", name);
  const computed = await timed(page, lab, lab.getByText(/^Training: /));
  await lab.getByRole("table", { name: "Routers compared" }).waitFor({ timeout: LONGEST_MS });
  await lab.getByRole("button", { name: "Use this router" }).click();
  const prompt = page.getByRole("textbox", { name: "Prompt" });
  await prompt.fill("Tell me of rivers");
  const chosen = page.getByRole("status", { name: "Chosen expert" });
  await chosen.and(page.locator('[data-prompt="Tell me of rivers"]')).waitFor({ timeout: LONGEST_MS });
  const waits = [];
  for (const letter of KEYSTROKES) {
    waits.push(
      await prompt.evaluate(
        (box, typed) =>
          new Promise((resolve) => {
            const next = box.value + typed;
            const start = performance.now();
            const watch = new MutationObserver(() => {
              if (document.querySelector(`[data-prompt=${JSON.stringify(next)}]`) === null) return;
              watch.disconnect();
              resolve(performance.now() - start);
            });
            watch.observe(document.body, { subtree: true, childList: true, attributes: true });
            Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, next);
            box.dispatchEvent(new Event("input", { bubbles: true }));
          }),
        letter,
      ),
    );
  }
  waits.sort((a, b) => a - b);
  const median = waits[Math.floor(waits.length / 2)];
  return [
    ["states of 3,000 prompts, one thread of WASM", computed],
    [
      "a keystroke, router with states: until the decision is drawn",
      { clock: median / 1000, processor: null, longest: null },
    ],
  ];
}

const wanted = process.argv.slice(2);
const site = await serve("dist");
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
try {
  console.log(`${availableParallelism()} cores, Chromium ${browser.version()}.\n`);
  console.log("| | clock | processor | longest task of the page |\n| --- | --- | --- | --- |");
  for (const [name, measure] of Object.entries({ large, states })) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    for (const [what, { clock, processor, longest }] of await measure(page, site.url)) {
      const shown = clock < 1 ? `${(1000 * clock).toFixed(0)} ms` : `${clock.toFixed(1)} s`;
      const [cpu, task] = [
        processor === null ? "" : `${processor.toFixed(1)} s`,
        longest === null ? "" : `${longest.toFixed(0)} ms`,
      ];
      console.log(`| ${what} | ${shown} | ${cpu} | ${task} |`);
    }
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
