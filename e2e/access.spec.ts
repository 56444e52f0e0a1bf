import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { Explorer } from "./explorer.ts";

/** With a flag that is understood and one that is not, so that both kinds of chips are there. */
const COURT =
  "The appellant contends that the district court erred in granting summary [MASK] [Flag: small] [Flag: blue].";

/** What axe finds on the page, or in one part of it: WCAG 2.2 A and AA and axe's best practices. */
async function violations(page: Page, part?: string) {
  // The size of targets is the one rule of WCAG 2.2 that axe leaves out unless asked.
  const axe = new AxeBuilder({ page }).options({ rules: { "target-size": { enabled: true } } });
  const { violations: found } = await (part === undefined ? axe : axe.include(part)).analyze();
  return found.map(({ id, nodes }) => ({ id, at: nodes.map(({ target }) => target.join(" ")) }));
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing on the whole page, however the map is coloured: ${colorScheme}, ${width} px`, async ({
      page,
    }) => {
      // axe looks at every element of a long page.
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      const explorer = await new Explorer(page).open();
      await explorer.decide(COURT);
      await explorer.region("Domains").locator("tbody button").first().click();
      await explorer.region("Prompts").getByRole("grid").focus();
      await page.keyboard.press("Enter");
      await expect(explorer.region("Prompts").getByRole("region", { name: /^Prompt / })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      for (const color of ["expert", "regret"]) {
        await explorer.region("Router map").getByLabel("colour by").selectOption(color);
        expect(await violations(page, ".panel.map"), color).toEqual([]);
      }
    });
  }

  test(`axe finds nothing in the dialogs and on the tour's card: ${colorScheme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    await page.getByRole("button", { name: "Take the tour" }).click();
    expect(await violations(page, ".tour"), "tour").toEqual([]);
    await page.keyboard.press("Escape");
    for (const name of ["Examples…", /^Log/, "Help", "Offline", "Libraries…"]) {
      await page.getByRole("button", { name }).first().click();
      await expect(page.locator("dialog[open]")).toBeVisible();
      expect(await violations(page, "dialog[open]"), String(name)).toEqual([]);
      await page.keyboard.press("Escape");
    }
  });
}
