import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export const THEMES: readonly ("light" | "dark")[] = ["light", "dark"];

/** axe's findings on the page, or in one part of it: WCAG 2.2 A and AA and axe's best practices. */
async function violations(page: Page, part?: string) {
  // Target size is the one WCAG 2.2 rule that axe leaves out by default.
  const axe = new AxeBuilder({ page }).options({ rules: { "target-size": { enabled: true } } });
  const { violations: found } = await (part === undefined ? axe : axe.include(part)).analyze();
  return found.map(({ id, nodes }) => {
    const at = nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`);
    return { id, at };
  });
}

/** Expects no axe findings on the page, or in one part of it, in any of the themes. */
export async function expectAccessible(page: Page, what: string, part?: string, themes = THEMES): Promise<void> {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page, part), `${what}, ${colorScheme}`).toEqual([]);
  }
}
