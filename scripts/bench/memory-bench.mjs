// Memory of the page and of its workers while experts are loaded and released for minutes.
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { openExplorer } from "./page-bench.mjs";
import { median } from "./report/summary.mjs";
import { workerHeaps } from "./worker-heaps.mjs";

/** With the page that is opened before, ten minutes. */
const MINUTES = 9;
/** Of so many experts in turn, three are in memory at a time: each run loads one and releases another. */
const EXPERTS = 6;

/** Tells one row after the other. */
export async function memoryBench({ browser, url, runs, tell }) {
  // A service worker would answer requests for worker scripts, into which the count of WebAssembly's memory is put.
  const context = await browser.newContext({ serviceWorkers: "block" });
  await context.route(/\/assets\/worker-[^/]+\.js$/, async (route) => {
    // The script comes from the disk: an answer that is still being fetched when the context closes would be an error.
    const script = await readFile(join("dist", "assets", basename(new URL(route.request().url()).pathname)), "utf8");
    await route.fulfill({ contentType: "text/javascript", body: `(${noteWasmMemory})();\n${script}` });
  });
  const page = await openExplorer(context, url);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const heaps = await workerHeaps(session);
  const library = await (await fetch(new URL("models/library.json", url))).json();
  const experts = library.experts.toSorted((a, b) => a.parameters - b.parameters).slice(0, EXPERTS);
  const minutes = runs < 15 ? 0.5 : MINUTES;
  const start = Date.now();
  const passed = () => (Date.now() - start) / 60_000;
  const samples = [];
  for (let turn = 0; passed() < minutes; turn++) {
    const { id, model } = experts[turn % EXPERTS];
    await page.evaluate(
      ([key, file]) =>
        globalThis.askInference("fill", {
          text: "The court [MASK] the claim.",
          expert: { key, model: file },
          masks: [],
          topK: 5,
        }),
      [id, { url: new URL(`models/${model}`, url).href, ...library.files[model] }],
    );
    if (turn % EXPERTS === EXPERTS - 1) samples.push([passed(), await held(page, session, heaps)]);
  }
  await context.close();
  const within = (from, to) =>
    samples.filter(([at]) => at >= from * minutes && at <= to * minutes).map(([, bytes]) => bytes / 1e6);
  const early = within(0, 0.15);
  const late = within(0.85, 1);
  const parts = `${samples.length * EXPERTS} loads; ${median(early).toFixed(0)} MB early, ${median(late).toFixed(0)} MB late`;
  const what = `memory after ${minutes} minutes of loading and releasing experts`;
  tell({ what, against: "after the first", ours: late, theirs: early, unit: "MB", goal: 1.1, parts });
}

/** Runs in workers: counts the bytes of every WebAssembly memory, which the runtime looks at through its buffer. */
function noteWasmMemory() {
  const memories = new Set();
  const { get } = Object.getOwnPropertyDescriptor(WebAssembly.Memory.prototype, "buffer");
  Object.defineProperty(WebAssembly.Memory.prototype, "buffer", {
    get() {
      memories.add(this);
      return get.call(this);
    },
  });
  globalThis.wasmBytes = () => [...memories].reduce((sum, memory) => sum + get.call(memory).byteLength, 0);
}

/** Bytes of script objects in page and workers after garbage collection, and of WebAssembly in the workers, which never shrinks. */
async function held(page, session, heaps) {
  for (let k = 0; k < 2; k++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize").value;
  const workers = await Promise.all(
    page.workers().map((worker) => worker.evaluate(() => globalThis.wasmBytes?.() ?? 0)),
  );
  return workers.reduce((sum, bytes) => sum + bytes, heap + (await heaps()));
}
