// npm run screenshots: the built explorer with the shipped library, at three widths, into e2e/screenshots/.
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { browserArguments, ensureBrowser } from "./browser.mjs";
import { serve } from "./serve.mjs";

const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
];
const PROMPT = "The district court granted summary [MASK] for the defendant, and we review that ruling de novo.";
const folder = process.argv[2] ?? "e2e/screenshots";

mkdirSync(folder, { recursive: true });
const site = await serve("dist");
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
try {
  for (const colorScheme of ["light", "dark"]) {
    for (const [width, height] of SIZES) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      await page.goto(`${site.url}#${new URLSearchParams({ prompt: PROMPT, "l.size": "0.2" })}`);
      await page.getByRole("status", { name: "Chosen expert" }).locator("strong").waitFor();
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.getByRole("list", { name: "Mask predictions" }).waitFor();
      await page.getByRole("button", { name: "no, thanks" }).click();
      await page.waitForTimeout(2500);
      await page.screenshot({ path: `${folder}/${width}x${height}-${colorScheme}.png` });
      await page.close();
    }
  }
} finally {
  await browser.close();
  await site.close();
}
console.log(`Screenshots are in ${folder}/`);
