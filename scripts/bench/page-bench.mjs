// The part of `npm run bench` that needs the explorer itself: decisions, batches and sliders.
import { batchBench } from "./batch-bench.mjs";
import { keepInferenceWorker } from "./inference-worker.mjs";
import { TRACED, tasksBetween } from "./long-tasks.mjs";

const FRAME_MS = 1000 / 60;
export const LONG_TASK_MS = 50;
const STEPS = 120;
const PROMPT = "We review the district court's findings of fact for clear error and its conclusions of law de [MASK].";
/** Work that lagging panels do after the pointer is up belongs to the drag. */
const AFTERMATH_MS = 600;
/** Pages opened for a first decision. */
const OPENED = 5;

/**
 * Tasks of the main thread are measured in thread time, not in clock time, so that other programs on the machine do not count.
 */
export async function pageBench({ browser, url, runs, tell }) {
  tell(await firstDecision(browser, url, Math.min(OPENED, runs)));
  const page = await openExplorer(browser, url);
  tell(await batchBench(page, runs));
  for (const slider of await page.locator('.sliders input[type="range"]').all()) {
    for (const row of await dragRows(browser, page, slider)) tell(row);
    await slider.press("Home");
    await page.waitForTimeout(AFTERMATH_MS);
  }
  await page.close();
}

/** The explorer with a decision on it. */
export async function openExplorer(browser, url, prompt = PROMPT) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(keepInferenceWorker);
  await page.goto(`${url}#${new URLSearchParams({ prompt, color: "expert" })}`);
  await page.getByRole("status", { name: "Chosen expert" }).locator("strong").waitFor();
  await page.waitForTimeout(3000);
  return page;
}

/** What the first prompt typed on a new page waits for the router, and what later ones do. */
async function firstDecision(browser, url, pages) {
  const row = {
    what: "first decision of a page",
    against: "its later ones",
    ours: [],
    theirs: [],
    unit: "ms",
    goal: 2,
  };
  for (let opened = 0; opened < pages; opened++) {
    const page = await browser.newPage();
    await page.addInitScript(keepInferenceWorker);
    await page.goto(url);
    const decided = (count) =>
      page.waitForFunction((least) => (globalThis.routeMilliseconds ?? []).length >= least, count, {
        timeout: 120_000,
      });
    // The router is ready when the worker has opened it, whether or not the page has a prompt by itself.
    await page.waitForFunction(() => globalThis.inferenceOpen === true, null, { timeout: 120_000 });
    await page.waitForTimeout(1_000);
    const before = await page.evaluate(() => (globalThis.routeMilliseconds ?? []).length);
    for (let k = 0; k < 8; k++) {
      await page.getByRole("textbox", { name: "Prompt" }).fill(`${PROMPT} Number ${k} of them.`);
      await decided(before + k + 1);
    }
    const [first, ...later] = await page.evaluate((from) => globalThis.routeMilliseconds.slice(from), before);
    row.ours.push(first);
    row.theirs.push(...later);
    await page.close();
  }
  return row;
}

/** A slider dragged from end to end: how long frames take, the longest task, and how many frames redraw the front. */
export async function dragRows(browser, page, slider) {
  const name = await slider.getAttribute("aria-label");
  const { tasks, inference, redraws } = await watchedDrag(browser, page, slider);
  if (inference > 0) throw new Error(`${name}: moving the slider ran a model ${inference} times.`);
  const what = `${name} dragged from end to end`;
  const parts = partsOf(tasks[0]);
  const frames = tasks.filter(({ work }) => work > 1).map(({ work }) => work);
  return [
    { what: `${what}: tasks`, against: "a frame", ours: frames, theirs: [FRAME_MS], unit: "ms", goal: 1 },
    longestTask(what, tasks),
    {
      what: `${what}: frames that redraw the front`,
      against: "steps",
      ours: [redraws],
      theirs: [STEPS],
      unit: "",
      goal: null,
    },
  ].map((row) => ({ parts, ...row }));
}

/** The longest task of some work, which must not exceed 50 ms. */
export function longestTask(what, tasks) {
  const limit = { against: "50 ms", theirs: [LONG_TASK_MS], unit: "ms", goal: 1, strict: true };
  return { what: `${what}: longest task`, ours: [tasks[0].work], parts: partsOf(tasks[0]), ...limit };
}

const partsOf = (task) =>
  task
    .parts()
    .slice(0, 3)
    .map(([part, ms]) => `${part} ${ms.toFixed(0)} ms`)
    .join(", ");

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
