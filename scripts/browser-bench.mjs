// The part of `npm run bench` that needs the built site and a browser.
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { browserArguments, ensureBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

const FRAME_MS = 1000 / 60;
const LONG_TASK_MS = 50;
const STEPS = 120;
const PROMPT = "We review the district court's findings of fact for clear error and its conclusions of law de [MASK].";

/**
 * Drags every λ slider from end to end and watches the main thread.
 * @returns {Promise<[string, number, number, string][]>} rows: what, a, b, unit
 */
export async function browserBench() {
  if (!existsSync("dist/index.html")) throw new Error("There is no build to measure: run npm run build first.");
  const site = await serve("dist");
  const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${site.url}#${new URLSearchParams({ prompt: PROMPT, color: "expert" })}`);
    await page.getByRole("status", { name: "Chosen expert" }).locator("strong").waitFor();
    await page.waitForTimeout(1500);
    const rows = [];
    for (const slider of await page.locator('input[type="range"]').all()) {
      const name = await slider.getAttribute("aria-label");
      const { longest, median, inference } = await slider.evaluate(dragWatched, STEPS);
      rows.push([`${name} dragged from end to end: median work a step / frame`, median, FRAME_MS, "ms"]);
      rows.push([`${name} dragged from end to end: longest task / 50 ms`, longest, LONG_TASK_MS, "ms"]);
      if (inference > 0) throw new Error(`${name}: moving the slider ran a model ${inference} times.`);
      await slider.press("Home");
    }
    return rows;
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Runs in the page: one input event a frame; times the work that React and the canvas do for it, layout included. */
async function dragWatched(input, steps) {
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const post = Worker.prototype.postMessage;
  // Calls that run a model (src/inference/protocol.ts); intervals may be computed anew, in a worker of their own.
  const INFERENCE = ["route", "fill"];
  let inference = 0;
  Worker.prototype.postMessage = function (...message) {
    if (INFERENCE.includes(message[0]?.type)) inference++;
    return post.apply(this, message);
  };
  const times = [];
  for (let k = 0; k <= steps; k++) {
    await new Promise((done) => requestAnimationFrame(done));
    const start = performance.now();
    setValue.call(input, String((Number(input.max) * k) / steps));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await Promise.resolve();
    document.body.getBoundingClientRect();
    times.push(performance.now() - start);
  }
  Worker.prototype.postMessage = post;
  times.sort((a, b) => a - b);
  return { longest: times.at(-1), median: times[Math.floor(times.length / 2)], inference };
}
