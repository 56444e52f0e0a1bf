import { expect, test } from "@playwright/test";
import { Explorer, openMenu } from "../support/explorer.ts";
import { COURT, PATENT, plotsAreThere, runs } from "./recovery.ts";

test.use({ serviceWorkers: "allow" });

test("a damaged link opens, and says which parts of it were left out", async ({ page }) => {
  const damaged = `#${new URLSearchParams({ prompt: COURT })}&y=%FF%FE&l.size=NaN&area=1_2~x&sort=-nonsense&at=${"x".repeat(9_000)}&axis=nowhere&%E0%A4%A`;
  const explorer = await new Explorer(page).open(process.env.EXPLORER_URL + damaged);
  await explorer.decision(COURT);
  const note = page.getByRole("status", { name: "Link" });
  await expect(note).toContainText(/Ignored unknown parts of this link: .*“y”.*“l\.size”.*The rest is shown/);
  await plotsAreThere(explorer);
  await note.getByRole("button", { name: "close" }).click();
  await expect(note).toBeEmpty();
  expect(explorer.errors).toEqual([]);
});

test("with reduced motion nothing moves by itself", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  const moving = () => page.evaluate(() => document.getAnimations().length);
  await explorer.slider("Size").press("End");
  expect(await moving()).toBe(0);
  await explorer.decide(PATENT);
  expect(await moving()).toBe(0);
});

test("at a zoom of 200% nothing is cut off to the side, dialogs included", async ({ page }) => {
  // A window of 1280 × 800 pixels at 200% has half as many in each direction.
  await page.setViewportSize({ width: 640, height: 400 });
  const explorer = await new Explorer(page).open();
  await explorer.decide(COURT);
  await runs(explorer);
  const overflow = () =>
    page.evaluate(() => document.scrollingElement!.scrollWidth - document.scrollingElement!.clientWidth);
  expect(await overflow()).toBe(0);
  for (const [button, title] of [
    ["Offline", "Use offline"],
    ["Licences", "Licences"],
  ] as const) {
    const shown = button === "Offline" ? await openMenu(page) : page;
    await shown.getByRole("button", { name: button, exact: true }).click();
    const dialog = page.getByRole("dialog", { name: title });
    const { x, width } = (await dialog.boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(640);
    await dialog.getByRole("button", { name: "Close" }).click();
  }
});

test("where scripts cannot start, a sentence says what is missing", async ({ page, browser }) => {
  const sentence = /has not started\. It needs a browser with JavaScript modules/;
  const html = await (await page.request.get(process.env.EXPLORER_URL!)).text();
  await page.route(process.env.EXPLORER_URL!, (route) =>
    route.fulfill({ contentType: "text/html", body: html.replace('type="module"', 'type="unknown"') }),
  );
  await page.goto(process.env.EXPLORER_URL!);
  await expect(page.getByText(sentence)).toBeVisible();
  await page.unrouteAll();
  await page.route(/\/assets\/index-[^/]+\.js$/, (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.reload();
  await expect(page.getByText(sentence)).toBeVisible();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const still = await context.newPage();
  await still.goto(process.env.EXPLORER_URL!);
  // Text locators do not find this element.
  await expect(still.locator("noscript")).toBeVisible();
  expect(await still.locator("noscript").textContent()).toMatch(/needs JavaScript\. Please turn it on/);
  await context.close();
});
