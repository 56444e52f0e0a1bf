import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const THEMES: readonly ("light" | "dark")[] = ["light", "dark"];

/** axe's rules about colour: the style sheets of the themes differ in colours alone. */
const OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** axe's findings on the page, or in one part of it: WCAG 2.2 A and AA and axe's best practices, or only those of some rules. */
async function violations(page: Page, part?: string, rules?: string[]) {
  // The page has no frames whose findings would have to be merged in a blank page, and of what is right nothing is read: that takes
  // two thirds of the time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const resultTypes: ["violations"] = ["violations"];
  // Target size is the one WCAG 2.2 rule that axe leaves out by default.
  if (rules) axe.options({ resultTypes }).withRules(rules);
  else axe.options({ resultTypes, rules: { "target-size": { enabled: true } } });
  const { violations: found } = await (part === undefined ? axe : axe.include(part)).analyze();
  return found.map(({ id, nodes }) => {
    const at = nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`);
    return { id, at };
  });
}

/** Expects no axe findings on the page, or in one part of it: all rules in the first theme, and those about colour in the others. */
export async function expectAccessible(page: Page, what: string, part?: string, themes = THEMES): Promise<void> {
  for (const [k, colorScheme] of themes.entries()) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page, part, k === 0 ? undefined : OF_COLOUR), `${what}, ${colorScheme}`).toEqual([]);
  }
}
