// The part of `npm run bench` that times the maths alone, in a page of a real browser without the app.
import { build } from "vite";
import { hottest } from "./hottest.mjs";
import { median } from "./report/summary.mjs";

/** Rows of the short run, then those that take minutes: name of the case, its sizes, what it is, against what, goal, runs. */
const SHORT = [
  [
    "front",
    [4_000, 18, 200],
    "front of 4,000 prompts × 18 experts, every breakpoint",
    "a grid of 200 λ, plain loops",
    2,
  ],
  ["front", [100_000, 16, 64], "front of 100,000 × 16, every breakpoint", "a grid of 64 λ, plain loops", 2],
  ["frontByCall", [100_000, 16, 64], "the same with costs by the call", "the same", 2],
  ["slider", [4_000, 18], "a step of the slider on the front", "all prompts routed again", null],
  ["bootstrap", [5_000, 10], "1,000 resamples of 5,000 prompts by document, 10 policies", "plain loops", 0.1],
  ["bootstrap", [5_000, 64], "the same for 64 policies, as for the band of a front", "plain loops", 0.1],
];
const LONG = [
  ["layout", [], "UMAP of the shipped states, neighbours to last epoch", "umap-js as it comes", 1 / 3],
  ["layout", [36_000], "UMAP of 36,000 × 128", "60 s", 1, 60_000],
];

/** Sizes of the plot's curves. */
const PROMPTS = [1_000, 3_000, 10_000, 30_000, 100_000];
const EXPERTS = [4, 8, 16, 32, 64];
const POINTS = [500, 1_000, 2_000, 4_000];
const MANY_POINTS = [9_000, 18_000, 36_000];

/**
 * @param {{
 *   browser: import("@playwright/test").Browser,
 *   url: string,
 *   all: boolean,
 *   runs: number,
 *   tell: (row: import("./report/summary.mjs").Row) => void,
 * }} with `url` of the built site, for the shipped library; `all`: whether to run what takes minutes
 * @returns {Promise<object[]>} the plot's curves
 */
export async function mathsBench({ browser, url, all, runs, tell }) {
  const page = await browser.newPage();
  await page.goto(new URL("models/library.json", url).href);
  await page.evaluate(await bundled());
  const session = await page.context().newCDPSession(page);
  for (const [name, sizes, what, against, goal, limit] of [...SHORT, ...(all ? LONG : [])]) {
    await prepare(page, name, sizes);
    const time = (side) => page.evaluate((of) => globalThis.bench.time(of), side);
    const parts = await hottest(session, () => time("ours"));
    const row = { what, against, goal, ours: [], theirs: [], unit: "ms", parts };
    if (!limit) await time("theirs");
    for (let run = 0; run < (limit ? Math.min(3, runs) : runs); run++) {
      row.ours.push(await time("ours"));
      row.theirs.push(limit ?? (await time("theirs")));
    }
    const [mine, known] = await page.evaluate(() => globalThis.bench.quality());
    if (mine && known)
      row.parts += `; trustworthiness ${mine.toFixed(4)}, theirs ${known.toFixed(4)}, means of the seeds`;
    tell(row);
  }
  const curves = [
    await curve(page, runs, "prompts, 16 experts", "front", PROMPTS, (n) => [n, 16, 64]),
    await curve(page, runs, "experts, 20,000 prompts", "front", EXPERTS, (n) => [20_000, n, 64]),
    await curve(
      page,
      runs,
      "points of the map",
      "layout",
      all ? [...POINTS, ...MANY_POINTS] : POINTS,
      (n) => [n],
      2_000,
    ),
  ];
  await page.close();
  return curves;
}

/** Time by size: the median of three runs of ours, and of theirs up to a size. */
async function curve(page, runs, of, name, sizes, argumentsFor, most = Number.POSITIVE_INFINITY) {
  const points = [];
  for (const size of sizes) {
    await prepare(page, name, argumentsFor(size));
    const side = async (which) => {
      const times = [];
      for (let run = 0; run < Math.min(3, runs); run++)
        times.push(await page.evaluate((one) => globalThis.bench.time(one), which));
      return median(times);
    };
    points.push({ size, ours: await side("ours"), theirs: size <= most ? await side("theirs") : null });
  }
  return { of, name, points };
}

const prepare = (page, name, sizes) =>
  page.evaluate(([one, numbers]) => globalThis.bench.prepare(one, ...numbers), [name, sizes]);

async function bundled() {
  const [result] = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      lib: { entry: "scripts/bench/maths/cases.ts", formats: ["iife"], name: "benchCases" },
    },
  });
  return result.output[0].code;
}
