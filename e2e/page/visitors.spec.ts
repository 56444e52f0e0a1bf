import { expect, test } from "@playwright/test";
import { EXAMPLE_PROMPTS } from "../../src/examples/prompts.ts";
import { Explorer, openMenu } from "../support/explorer.ts";
import { hold } from "../support/held.ts";

test("an example is found, seen and taken by keyboard alone, and undo brings the old prompt back", async ({ page }) => {
  // The shortcut works from the first paint on: it is pressed before the explorer's scripts have come.
  const release = await hold(page, "**/assets/start-*.js");
  const explorer = new Explorer(page);
  await page.goto(process.env.EXPLORER_URL!, { waitUntil: "commit" });
  const before = await explorer.prompt.inputValue();
  const wanted = EXAMPLE_PROMPTS.find(({ title }) => title === "German")!;
  await page.keyboard.press("e");
  release();
  const gallery = page.getByRole("dialog", { name: "Example prompts" });
  const search = gallery.getByRole("combobox", { name: "Search the examples" });
  await expect(search).toBeFocused();
  await expect(gallery.getByRole("option")).toHaveCount(EXAMPLE_PROMPTS.length);
  await page.keyboard.type("languages");
  await expect(gallery.getByRole("option", { selected: true })).toContainText(wanted.title);
  await page.keyboard.press("ArrowDown");
  await expect(gallery.getByRole("option", { selected: true })).not.toContainText(wanted.title);
  await page.keyboard.press("ArrowUp");
  const option = gallery.getByRole("option", { selected: true });
  await expect(option).toContainText(wanted.note);
  await expect(search).toHaveAttribute("aria-activedescendant", (await option.getAttribute("id"))!);
  await page.keyboard.press("Enter");
  await expect(gallery).toHaveCount(0);
  await explorer.decision(wanted.text);
  await (await openMenu(page)).getByRole("button", { name: "Undo" }).click();
  await explorer.decision(before);
  expect(explorer.errors).toEqual([]);
});

test("the theme is the system's until the reader chooses, and the choice is remembered", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await new Explorer(page).open();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await background();
  expect(dark).not.toBe(light);
  await (await openMenu(page)).getByLabel("theme").selectOption("light");
  await expect.poll(background).toBe(light);
  await page.reload();
  await expect((await openMenu(page)).getByLabel("theme")).toHaveValue("light");
  expect(await background()).toBe(light);
});

for (const width of [1440, 390]) {
  test(`the tour points at real panels and does real things, is left, resumed, finished and reopened: ${width} px`, async ({
    page,
  }) => {
    test.slow();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 844 });
    const explorer = await new Explorer(page).open();
    await explorer.decision(await explorer.prompt.inputValue());
    await page.getByRole("button", { name: "Take the tour" }).click();
    const card = page.locator(".tour");
    const heading = card.getByRole("heading");
    await expect(heading).toBeFocused();
    await expect(card).toHaveRole("dialog");

    const steps = Number((await card.innerText()).match(/step 1 of (\d+)/)![1]);
    for (let step = 1; step <= steps; step++) {
      await expect(card).toContainText(`step ${step} of ${steps}`);
      await expect(heading).toBeFocused();
      const target = page.locator("[data-toured]");
      await expect(target).toHaveCount(1);
      await expect(target).toBeInViewport();
      const inside = (await card.boundingBox())!;
      expect(inside.x).toBeGreaterThanOrEqual(0);
      expect(inside.x + inside.width).toBeLessThanOrEqual(width);
      const act = card.locator("> button");
      if ((await act.count()) > 0) await act.click();
      if (step === 4) {
        expect(Number(await explorer.slider("Size").inputValue())).toBeGreaterThan(0);
        // The tour, left here, resumes here, also on the next visit.
        await page.keyboard.press("Escape");
        await expect(card).toHaveCount(0);
        await page.reload();
        await page.getByRole("button", { name: "Go on", exact: true }).click();
        await expect(card).toContainText("step 4 of");
      }
      if (step < steps) await card.getByRole("button", { name: "Next" }).click();
    }
    await card.getByRole("button", { name: "Finish" }).click();
    await page.reload();
    const menu = await openMenu(page);
    await expect(page.locator(".tour-offer")).toHaveCount(0);
    await menu.getByRole("button", { name: "Help" }).click();
    await expect(menu).toBeHidden();
    await page.getByRole("button", { name: "Take the tour" }).click();
    await expect(card).toContainText("step 1 of");
    expect(explorer.errors).toEqual([]);
  });
}

test("where storage is blocked, tour and theme work for the visit", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
  });
  const explorer = await new Explorer(page).open();
  await page.getByRole("button", { name: "no, thanks" }).click();
  await expect(page.locator(".tour-offer")).toHaveCount(0);
  await (await openMenu(page)).getByLabel("theme").selectOption("dark");
  await expect(page.locator(":root")).toHaveAttribute("data-theme", "dark");
  expect(explorer.errors).toEqual([]);
});

test("nothing sticks out sideways: at 390 px, at 320 px, and at 200% zoom", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  await expect(page.getByRole("region", { name: "Prompts" })).toBeVisible();
  // The widest content comes last: the scores of both maps, and a run.
  await explorer.decide("We review that ruling de [MASK].");
  await explorer.run.click();
  await expect(explorer.fills).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "causal model" })).toBeVisible();
  // A zoom of 200% in a window of 1440 × 900 leaves 720 × 450 CSS pixels.
  for (const [width, height] of [
    [390, 844],
    [320, 640],
    [720, 450],
  ] as const) {
    await page.setViewportSize({ width, height });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide, `${width} px`).toBeLessThanOrEqual(0);
  }
});
