// npm run screenshots [-- FOLDER [dialogs | states [NAME…]]]: the built explorer with the shipped library, at three widths, into
// e2e/screenshots/; with "dialogs", the dialogs for the user's own experts and libraries instead; with "states", the page before and
// after all that can be done with it, in talk mode and panel by panel.
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { browserArguments, ensureBrowser } from "./browser.mjs";
import { shootDialogs } from "./dialog-screenshots.mjs";
import { serve } from "./serve.mjs";
import { STATES } from "./state-screenshots.mjs";

const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
];
const SCHEMES = ["light", "dark"];
const PROMPT = "The district court granted summary [MASK] for the defendant, and we review that ruling de novo.";
const folder = process.argv[2] ?? "e2e/screenshots";
const [what, ...names] = process.argv.slice(3);

mkdirSync(folder, { recursive: true });
const site = await serve("dist");
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });

/** A page with a decision on it, and without the note about the tour. */
async function openPage(options) {
  const page = await browser.newPage({ reducedMotion: "reduce", ...options });
  await page.goto(`${site.url}#${new URLSearchParams({ prompt: PROMPT, "l.size": "0.2" })}`);
  await page.getByRole("status", { name: "Chosen expert" }).locator("strong").waitFor();
  await page.getByRole("button", { name: "no, thanks" }).click();
  return page;
}

async function shootPage(width, height, colorScheme) {
  const page = await openPage({ viewport: { width, height }, colorScheme });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("list", { name: "Mask predictions" }).waitFor();
  await page.waitForTimeout(2500);
  await page.screenshot({ path: `${folder}/${width}x${height}-${colorScheme}.png` });
  await page.close();
}

/** One state in every size and theme; each size is opened anew, as a reader would. */
async function shootState(name) {
  for (const [width, height] of SIZES) {
    const page = await browser.newPage({ reducedMotion: "reduce", viewport: { width, height }, colorScheme: "light" });
    await page.goto(site.url + STATES[name].at);
    const offer = page.getByRole("button", { name: "no, thanks" });
    if (!name.startsWith("panel-")) await offer.click();
    await STATES[name].act(page);
    await page.waitForTimeout(3500);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${folder}/${name}-${width}x${height}-${colorScheme}.png` });
    }
    await page.close();
  }
}

try {
  if (what === "states") {
    for (const name of names.length > 0 ? names : Object.keys(STATES)) await shootState(name);
  } else if (what === "dialogs") {
    const page = await openPage({ viewport: { width: SIZES[0][0], height: SIZES[0][1] } });
    await shootDialogs(page, async (name) => {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        for (const [width, height] of SIZES) {
          await page.setViewportSize({ width, height });
          await page.waitForTimeout(800);
          await page.screenshot({ path: `${folder}/${name}-${width}x${height}-${colorScheme}.png` });
        }
      }
      await page.setViewportSize({ width: SIZES[0][0], height: SIZES[0][1] });
    });
  } else {
    for (const colorScheme of SCHEMES) {
      for (const [width, height] of SIZES) await shootPage(width, height, colorScheme);
    }
  }
} finally {
  await browser.close();
  await site.close();
}
console.log(`Screenshots are in ${folder}/`);
