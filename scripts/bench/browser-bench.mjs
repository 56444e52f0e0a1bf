// The part of `npm run bench` that needs the built site and a browser.
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { browserArguments, ensureBrowser } from "../browser.mjs";
import { serve } from "../serve.mjs";
import { batchBench, keepInferenceWorker } from "./batch-bench.mjs";
import { TRACED, tasksBetween } from "./long-tasks.mjs";

const FRAME_MS = 1000 / 60;
const LONG_TASK_MS = 50;
const STEPS = 120;
const PROMPT = "We review the district court's findings of fact for clear error and its conclusions of law de [MASK].";
/** Work that lagging panels do after the pointer is up belongs to the drag. */
const AFTERMATH_MS = 600;

/**
 * Drags every λ slider from end to end with the mouse and records a performance trace of the main thread. Tasks are measured in
 * thread time, not in clock time, so that other programs on the machine do not count.
 * @returns {Promise<[what: string, a: number, b: number, unit: string, isLimit?: boolean][]>} rows; for a limit, a must not exceed
 * b
 */
export async function browserBench() {
  if (!existsSync("dist/index.html")) throw new Error("There is no build to measure: run npm run build first.");
  const site = await serve("dist");
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(keepInferenceWorker);
    await page.goto(`${site.url}#${new URLSearchParams({ prompt: PROMPT, color: "expert" })}`);
    await page.getByRole("status", { name: "Chosen expert" }).locator("strong").waitFor();
    await page.waitForTimeout(3000);
    const rows = [await batchBench(page)];
    for (const slider of await page.locator('.sliders input[type="range"]').all()) {
      const name = await slider.getAttribute("aria-label");
      const { tasks, inference, redraws } = await watchedDrag(browser, page, slider);
      const [longest] = tasks;
      const frames = tasks.filter(({ work }) => work > 1).map(({ work }) => work);
      rows.push([`${name} dragged from end to end: median task / frame`, median(frames), FRAME_MS, "ms"]);
      const spent = longest
        .parts()
        .slice(0, 2)
        .map(([part, ms]) => `${part} ${ms.toFixed(0)}`);
      rows.push([
        `${name} dragged from end to end: longest task (${spent.join(", ")}) / 50 ms`,
        longest.work,
        LONG_TASK_MS,
        "ms",
        true,
      ]);
      rows.push([`${name} dragged from end to end: frames in which the front was redrawn / steps`, redraws, STEPS, ""]);
      if (inference > 0) throw new Error(`${name}: moving the slider ran a model ${inference} times.`);
      await slider.press("Home");
      await page.waitForTimeout(AFTERMATH_MS);
    }
    return rows;
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Drags a slider from one end to the other while a trace is recorded. */
async function watchedDrag(browser, page, slider) {
  await slider.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await slider.boundingBox();
  await page.evaluate(countInference);
  await page.getByRole("region", { name: "Pareto front" }).evaluate(countRedraws);
  await browser.startTracing(page, { categories: TRACED });
  await page.mouse.move(x + 8, y + height / 2);
  await page.mouse.down();
  await page.evaluate(() => performance.mark("drag begins"));
  for (let k = 1; k <= STEPS; k++) await page.mouse.move(x + 8 + ((width - 8) * k) / STEPS, y + height / 2);
  await page.mouse.up();
  await page.waitForTimeout(AFTERMATH_MS);
  const { inference, redraws } = await page.evaluate(() => {
    performance.mark("drag ends");
    globalThis.redrawObserver.disconnect();
    return { inference: globalThis.inferenceCalls, redraws: globalThis.redrawTimes.size };
  });
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  if (Number(await slider.inputValue()) !== Number(await slider.getAttribute("max"))) {
    throw new Error("The drag has not reached the end of the slider.");
  }
  return { tasks: tasksBetween(traceEvents, "drag begins", "drag ends"), inference, redraws };
}

/**
 * Runs in the page: counts calls that run a model (src/workers/inference/protocol.ts); intervals may be recomputed, as they have
 * their own worker.
 */
function countInference() {
  const INFERENCE = ["route", "routeTexts", "fill"];
  const known = globalThis.inferenceCalls !== undefined;
  globalThis.inferenceCalls = 0;
  if (known) return;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...message) {
    if (INFERENCE.includes(message[0]?.type)) globalThis.inferenceCalls++;
    return post.apply(this, message);
  };
}

/** Runs in the page: counts the frames in which the drawing of the front changed, which shows how closely it follows the slider. */
function countRedraws(front) {
  globalThis.redrawTimes = new Set();
  globalThis.redrawObserver?.disconnect();
  globalThis.redrawObserver = new MutationObserver(() => globalThis.redrawTimes.add(document.timeline.currentTime));
  globalThis.redrawObserver.observe(front, { subtree: true, childList: true, attributes: true, characterData: true });
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
