import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";
import { browserArguments } from "../../browser.mjs";

export const FORM_FACTORS = ["mobile", "desktop"];

const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** Lighthouse's names of the figures, and the report's; times in milliseconds. */
const AUDITS = {
  "first-contentful-paint": "fcp",
  "largest-contentful-paint": "lcp",
  "total-blocking-time": "tbt",
  "cumulative-layout-shift": "cls",
  "speed-index": "speedIndex",
};

/**
 * One run of Lighthouse in a browser that its own launcher starts, with its own throttling. Playwright's browser would tell Playwright of
 * every request and message, too, which takes time from the page.
 * @param {string} url the page
 * @param {string} formFactor one of FORM_FACTORS
 * @param {string} executablePath a Chromium
 * @returns {Promise<Record<string, number>>} scores 0 … 100 by category, and the figures of AUDITS
 */
export async function lighthouseRun(url, formFactor, executablePath) {
  const chromeFlags = ["--headless=new", ...browserArguments()];
  const browser = await launch({ chromePath: executablePath, chromeFlags });
  try {
    const flags = { port: browser.port, onlyCategories: CATEGORIES, logLevel: "error" };
    const result = await lighthouse(url, flags, formFactor === "desktop" ? desktopConfig : undefined);
    const { categories, audits, runtimeError } = result.lhr;
    if (runtimeError) throw new Error(`Lighthouse could not measure the page: ${runtimeError.message}`);
    const scores = CATEGORIES.map((id) => [id, Math.round(categories[id].score * 100)]);
    const figures = Object.entries(AUDITS).map(([id, name]) => [name, audits[id].numericValue]);
    return Object.fromEntries([...scores, ...figures]);
  } finally {
    browser.kill();
  }
}

/** The median of every figure over several runs. */
export function medians(runs) {
  return Object.fromEntries(Object.keys(runs[0]).map((name) => [name, median(runs.map((run) => run[name]))]));
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
