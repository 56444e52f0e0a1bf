import { expect, type Locator, test } from "@playwright/test";
import { expectAccessible, THEMES } from "../support/axe.ts";
import { Explorer, openMenu } from "../support/explorer.ts";
import { kept } from "../support/kept.ts";

test.use({ serviceWorkers: "allow" });

/** With one valid flag and one invalid one, so that both kinds of chips are present. */
const COURT =
  "The appellant contends that the district court erred in granting summary [MASK] [Flag: small] [Flag: blue].";

/** A desktop, a phone, and a window of 1280 × 800 at a zoom of 200%, which has half as many pixels in each direction. */
const SIZES = {
  "1440 px": { width: 1440, height: 900 },
  "390 px": { width: 390, height: 844 },
  "200% zoom": { width: 640, height: 400 },
};

/** Every dialog except those of libraries and experts, with the content to wait for. */
const DIALOGS: readonly [button: string | RegExp, settled: (dialog: Locator) => Locator][] = [
  ["Examples…", (dialog) => dialog.getByRole("option").first()],
  [/^Log/, (dialog) => dialog.getByRole("row").nth(1)],
  ["Help", (dialog) => dialog.getByRole("table")],
  ["Offline", (dialog) => dialog.getByRole("checkbox").first()],
  ["Licences", (dialog) => dialog.getByText(/^Third-party packages/)],
  ["Diagnostics", (dialog) => dialog.getByRole("row").nth(1)],
];

/** Those whose button is in the header's menu. */
const IN_MENU = DIALOGS.slice(1, 4).map(([name]) => name);

for (const [size, viewport] of Object.entries(SIZES)) {
  // Zooming changes sizes, not colours: the light theme is enough.
  const themes = size === "200% zoom" ? THEMES.slice(0, 1) : THEMES;
  test.describe(size, () => {
    // axe checks every element of a long page.
    test.describe.configure({ timeout: 600_000 });
    test.use({ viewport, contextOptions: { reducedMotion: "reduce" } });

    test("axe finds nothing on the whole page, however the map is coloured", async ({ page }) => {
      const explorer = await new Explorer(page).open();
      await explorer.decide(COURT);
      await explorer.region("Domains").locator("tbody button").first().click();
      await explorer.region("Prompts").getByRole("grid").focus();
      await page.keyboard.press("Enter");
      await expect(explorer.region("Prompts").getByRole("region", { name: /^Prompt / })).toBeVisible();
      await expectAccessible(page, "the whole page", undefined, themes);
      for (const color of ["expert", "regret"]) {
        await explorer.region("Router map").getByLabel("colour by").selectOption(color);
        await expectAccessible(page, `map by ${color}`, ".panel.map", themes);
      }
    });

    test("axe finds nothing in the dialogs, on the tour's card and in the suggestions of flags", async ({ page }) => {
      const explorer = await new Explorer(page).open();
      await explorer.decide(COURT);
      await page.getByRole("button", { name: "Take the tour" }).click();
      await expect(page.locator(".tour")).toBeVisible();
      await expectAccessible(page, "tour", ".tour", themes);
      await page.keyboard.press("Escape");
      await openMenu(page);
      await expectAccessible(page, "menu", ".top", themes);
      await page.keyboard.press("Escape");
      await kept(page);
      for (const [name, settled] of DIALOGS) {
        if (IN_MENU.includes(name)) await openMenu(page);
        await page.getByRole("button", { name }).first().click();
        const dialog = page.getByRole("dialog");
        await expect(settled(dialog), String(name)).toBeVisible();
        await expectAccessible(page, String(name), "dialog[open]", themes);
        const { x, width } = (await dialog.boundingBox())!;
        expect(x >= 0 && x + width <= viewport.width, `${name} fits`).toBe(true);
        await page.keyboard.press("Escape");
        await expect(dialog).toHaveCount(0);
      }
      await explorer.prompt.fill("");
      await explorer.prompt.pressSequentially("The court [Flag: sm");
      const suggestions = page.getByRole("listbox", { name: "Flag suggestions" });
      await expect(suggestions.getByRole("option").first()).toBeVisible();
      await expectAccessible(page, "suggestions", ".prompt-bar", themes);
    });
  });
}
