import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { Explorer } from "./explorer.ts";
import { kept } from "./kept.ts";

/** With a flag that is understood and one that is not, so that both kinds of chips are there. */
const COURT =
  "The appellant contends that the district court erred in granting summary [MASK] [Flag: small] [Flag: blue].";

/** What axe finds on the page, or in one part of it: WCAG 2.2 A and AA and axe's best practices. */
async function violations(page: Page, part?: string) {
  // The size of targets is the one rule of WCAG 2.2 that axe leaves out unless asked.
  const axe = new AxeBuilder({ page }).options({ rules: { "target-size": { enabled: true } } });
  const { violations: found } = await (part === undefined ? axe : axe.include(part)).analyze();
  return found.map(({ id, nodes }) => {
    const at = nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`);
    return { id, at };
  });
}

/** A desktop, a phone, and a window of 1280 × 800 at a zoom of 200%, which has room for half as many pixels. */
const SIZES = {
  "1440 px": { width: 1440, height: 900 },
  "390 px": { width: 390, height: 844 },
  "200% zoom": { width: 640, height: 400 },
};

/** Every dialog but those of libraries and experts, and what has to be in it before it is looked at. */
const DIALOGS: readonly [button: string | RegExp, settled: (dialog: Locator) => Locator][] = [
  ["Examples…", (dialog) => dialog.getByRole("option").first()],
  [/^Log/, (dialog) => dialog.getByRole("row").nth(1)],
  ["Help", (dialog) => dialog.getByRole("table")],
  ["Offline", (dialog) => dialog.getByRole("checkbox").first()],
  ["Licences", (dialog) => dialog.getByText(/^Packages by others/)],
  ["Diagnostics", (dialog) => dialog.getByRole("row").nth(1)],
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    // A zoom changes sizes, not colours: light shows what there is to see.
    if (colorScheme === "dark" && size === "200% zoom") continue;
    test.describe(`${colorScheme}, ${size}`, () => {
      // axe looks at every element of a long page.
      test.describe.configure({ timeout: 600_000 });
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: "reduce" } });

      test("axe finds nothing on the whole page, however the map is coloured", async ({ page }) => {
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

      test("axe finds nothing in the dialogs, on the tour's card and in the suggestions of flags", async ({ page }) => {
        const explorer = await new Explorer(page).open();
        await explorer.decide(COURT);
        await page.getByRole("button", { name: "Take the tour" }).click();
        await expect(page.locator(".tour")).toBeVisible();
        expect(await violations(page, ".tour"), "tour").toEqual([]);
        await page.keyboard.press("Escape");
        await kept(page);
        for (const [name, settled] of DIALOGS) {
          await page.getByRole("button", { name }).first().click();
          const dialog = page.getByRole("dialog");
          await expect(settled(dialog), String(name)).toBeVisible();
          expect(await violations(page, "dialog[open]"), String(name)).toEqual([]);
          const { x, width } = (await dialog.boundingBox())!;
          expect(x >= 0 && x + width <= viewport.width, `${name} fits`).toBe(true);
          await page.keyboard.press("Escape");
          await expect(dialog).toHaveCount(0);
        }
        await explorer.prompt.fill("");
        await explorer.prompt.pressSequentially("The court [Flag: sm");
        const suggestions = page.getByRole("listbox", { name: "Flag suggestions" });
        await expect(suggestions.getByRole("option").first()).toBeVisible();
        expect(await violations(page, ".prompt-bar"), "suggestions").toEqual([]);
      });
    });
  }
}
