// Tables of 100,000 prompts: import, and sliders where calls have costs of their own.
import { Buffer } from "node:buffer";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TRACED, tasksBetween } from "./long-tasks.mjs";
import { dragRows, longestTask } from "./page-bench.mjs";
import { median } from "./report/summary.mjs";

const PROMPTS = 100_000;
const IMPORT_MS = 3_000;
/** An import that takes longer has failed. */
const TIMEOUT_MS = 300_000;
const WORDS = "what is the largest number of which all of these are known to be a part in one of two ways ".repeat(5);

/** Tells one row after the other. */
export async function largeTableBench({ browser, url, runs, tell }) {
  const wide = csv(12, false);
  const import12 = {
    what: "import of 100,000 × 12",
    against: "3 s",
    ours: [],
    theirs: [IMPORT_MS],
    unit: "ms",
    goal: 1,
  };
  const parts = { read: [], shown: [] };
  let worst = null;
  for (let run = 0; run < Math.min(3, runs); run++) {
    const { page, read, shown, tasks } = await imported(browser, url, wide);
    import12.ours.push(read + shown);
    parts.read.push(read);
    parts.shown.push(shown);
    if (!worst || tasks[0].work > worst[0].work) worst = tasks;
    await page.close();
  }
  import12.parts = `read and looked at ${seconds(parts.read)}, built, stored and shown ${seconds(parts.shown)}`;
  tell({ ...import12, what: `${import12.what}, ${(wide.length / 1e6).toFixed(0)} MB` });
  tell(longestTask("import of 100,000 × 12", worst));
  const { page } = await imported(browser, url, csv(16, true));
  await page.waitForTimeout(3_000);
  const slider = page.locator('.sliders input[type="range"]').first();
  const [tasks, longest] = await dragRows(browser, page, slider);
  const what = "100,000 × 16, costs by the call";
  tell({ ...tasks, what: `${what}: tasks of a drag`, against: "three frames", theirs: [50], goal: 1 });
  tell({ ...longest, what: `${what}: longest task of a drag` });
  await page.close();
}

const seconds = (milliseconds) => `${(median(milliseconds) / 1000).toFixed(2)} s`;

/** Prompts × models with scores, and with what each call costs if asked for. */
function csv(models, costs) {
  const names = Array.from({ length: models }, (_, k) => `model-${k}`);
  const head = ["id", "prompt", ...names, ...(costs ? names.map((name) => `${name}_cost`) : [])];
  const lines = [head.join()];
  for (let i = 0; i < PROMPTS; i++) {
    const scores = names.map((_, k) => ((i * 7 + k * 13) % 5) / 4);
    const prices = costs ? names.map((_, k) => ((k + 1) * (1 + ((i * 11 + k * 5) % 9))) / 1e5) : [];
    lines.push([i, `"${i}: ${WORDS.slice(i % 40, 440)}"`, ...scores, ...prices].join());
  }
  return Buffer.from(lines.join("\n"));
}

/**
 * A page with the table imported.
 * @returns also the milliseconds from the choice of the file to the question, `read`, and from the answer to the report, `shown`; and the
 *   page's tasks
 */
async function imported(browser, url, buffer) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await page.getByRole("status", { name: "Chosen expert" }).locator("strong").waitFor({ timeout: 120_000 });
  await page.waitForTimeout(2_000);
  await page.getByRole("button", { name: "Libraries…" }).click();
  const choose = page.getByRole("dialog", { name: "Libraries" }).getByLabel("Choose a table").last();
  await choose.waitFor({ state: "attached" });
  await browser.startTracing(page, { categories: TRACED });
  await choose.evaluate((input) => {
    input.addEventListener("change", () => performance.mark("import begins"), { capture: true, once: true });
  });
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  await writeFile(`${folder}/large.csv`, buffer);
  await choose.setInputFiles(`${folder}/large.csv`);
  const looked = await markWhenShown(page, "import looked", ".table-import button.primary:enabled", "Import");
  const button = page
    .getByRole("dialog", { name: "Import a table" })
    .getByRole("button", { name: "Import", exact: true });
  await button.evaluate((element) => {
    element.addEventListener("click", () => performance.mark("import accepted"), { capture: true, once: true });
  });
  await button.click();
  const ended = await markWhenShown(page, "import ends", ".table-report th", "Best single model");
  const [begun, accepted] = await page.evaluate(() =>
    ["import begins", "import accepted"].map((name) => performance.getEntriesByName(name)[0].startTime),
  );
  const [read, shown] = [looked - begun, ended - accepted];
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await rm(folder, { recursive: true });
  return { page, read, shown, tasks: tasksBetween(traceEvents, "import begins", "import ends") };
}

/**
 * Marks the moment when an element with this text is visible, which the page itself looks for at every frame: Playwright looks only
 * every half second.
 * @returns {Promise<number>} the page's own time, in milliseconds
 */
function markWhenShown(page, mark, selector, text) {
  return page.evaluate(
    ([mark, selector, text, timeout]) =>
      new Promise((resolve, reject) => {
        const until = performance.now() + timeout;
        const look = () => {
          const shown = [...document.querySelectorAll(selector)].some(
            (element) => element.textContent.includes(text) && element.checkVisibility({ visibilityProperty: true }),
          );
          if (shown) resolve(performance.mark(mark).startTime);
          else if (performance.now() > until) reject(new Error(`“${text}” was not shown within ${timeout} ms.`));
          else requestAnimationFrame(look);
        };
        look();
      }),
    [mark, selector, text, TIMEOUT_MS],
  );
}
