import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { Explorer } from "./explorer.ts";

/** With a flag that is understood and one that is not, so that both kinds of chips are there. */
const COURT =
  "The appellant contends that the district court erred in granting summary [MASK] [Flag: small] [Flag: blue].";

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on the whole page, however the map is coloured: ${colorScheme}`, async ({ page }) => {
    // axe looks at every element of a long page.
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const explorer = await new Explorer(page).open();
    await explorer.decide(COURT);
    await explorer.region("Domains").locator("tbody button").first().click();
    await explorer.region("Prompts").getByRole("grid").focus();
    await page.keyboard.press("Enter");
    await expect(explorer.region("Prompts").getByRole("region", { name: /^Prompt / })).toBeVisible();
    const violations = async (axe: AxeBuilder) =>
      (await axe.analyze()).violations.map(({ id, nodes }) => ({
        id,
        at: nodes.map(({ target }) => target.join(" ")),
      }));
    expect(await violations(new AxeBuilder({ page }))).toEqual([]);
    for (const color of ["expert", "regret"]) {
      await explorer.region("Router map").getByLabel("colour by").selectOption(color);
      expect(await violations(new AxeBuilder({ page }).include(".panel.map")), color).toEqual([]);
    }
  });
}
