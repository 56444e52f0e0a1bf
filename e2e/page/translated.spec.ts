import { expect, type Page, test } from "@playwright/test";
import { Explorer, openMenu } from "../support/explorer.ts";

test.use({ serviceWorkers: "allow" });

const FIRST = "We review the ruling of the district court de [MASK].";
const SECOND = "def read_json(path): return json.[MASK](path)";

/**
 * Does to the page what Chrome's translator does: replaces every text by two nested <font> elements with other words, except text
 * marked as not to be translated; later text is translated too.
 */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const take = (root: Node) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      for (let at = walker.nextNode(); at; at = walker.nextNode()) texts.push(at as Text);
      for (const text of texts) {
        const parent = text.parentElement;
        if (!parent || parent.closest("font, script, style, textarea, svg, [translate=no]") || !text.data.trim())
          continue;
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        // Other words that still contain the old ones, so that the test finds them.
        inner.textContent = `${text.data}\u200b`;
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    take(document.body);
    document.documentElement.classList.add("translated-ltr");
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) take(node.nodeType === 3 ? node.parentNode! : node);
    }).observe(document.body, { childList: true, subtree: true });
  });
}

test("a page that the browser has translated goes on: type, move sliders, switch panels, undo", async ({ page }) => {
  test.slow();
  const explorer = await new Explorer(page).open();
  await explorer.decide(FIRST);
  await translate(page);
  const font = explorer.page.locator("font");
  await expect(font.first()).toBeAttached();

  const chosen = await explorer.decide(SECOND);
  await expect(explorer.chosen.locator("strong")).toHaveText(chosen);
  await explorer.prompt.pressSequentially(" # and on");
  await explorer.decision(`${SECOND} # and on`);
  await expect(explorer.prompt).toBeFocused();

  await explorer.slider("Size").press("End");
  await expect(explorer.region("Decision").locator(".explanation")).toContainText(
    await explorer.chosen.locator("strong").innerText(),
  );
  await explorer.slider("Size").press("Home");

  await explorer.region("Domains").locator("tbody th button").first().click();
  await expect(explorer.region("Prompts").getByRole("status", { name: "Selection" })).toContainText("selected");
  await (await openMenu(page)).getByRole("button", { name: "Undo" }).click();
  await page.keyboard.press("Escape");
  await expect(explorer.region("Prompts").getByRole("status", { name: "Selection" })).not.toContainText("selected");
  for (const color of ["expert", "regret", "loss", "domain"]) {
    await explorer.region("Router map").getByLabel("colour by").selectOption(color);
  }
  await explorer.prompt.fill("");
  await expect(explorer.chosen).toContainText("Type a prompt");
  await explorer.prompt.fill("The court [Flag: under 1 parameters]");
  await expect(explorer.chosen).toContainText("No expert");
  await explorer.decide(FIRST);
  await explorer.run.click();
  await expect(explorer.fills.getByRole("listitem").first()).toBeVisible();
  for (const name of ["Help", "Offline", "Libraries…", "Experts"]) {
    if (name !== "Libraries…") await openMenu(page);
    await page.getByRole("button", { name, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  // No panel has failed, and all are present.
  await expect(page.getByText("could not be drawn")).toHaveCount(0);
  for (const name of ["Decision", "Pareto front", "Router map", "Domains", "Prompts"]) {
    await expect(explorer.region(name)).toBeVisible();
  }
});

test("ids, tokens and figures are not translated", async ({ page }) => {
  const explorer = await new Explorer(page).open();
  const chosen = await explorer.decide(FIRST);
  const kept = (text: string) =>
    page
      .getByText(text, { exact: true })
      .first()
      .evaluate((element) => element.closest("[translate=no]") !== null);
  expect(await kept(chosen)).toBe(true);
  for (const selector of [".tokens", ".experts", ".slider-value", ".heat", ".prompt-table tbody", ".figures tbody"]) {
    const first = page.locator(selector).first();
    expect(await first.evaluate((element) => element.closest("[translate=no]") !== null), selector).toBe(true);
  }
  expect(await explorer.prompt.getAttribute("translate")).toBe("no");
});
