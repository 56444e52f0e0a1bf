import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import type { RoutedManifest } from "../../src/library/manifest/manifest.ts";

/** The shipped library's manifest: tests take ids, sizes and dates from it instead of hard-coding them. */
export const manifest = JSON.parse(readFileSync("models/library.json", "utf8")) as RoutedManifest;

/** Names of the shipped libraries, in the order of the list. */
export const SHIPPED_NAMES = [manifest.name, ...(manifest.variants ?? []).map(({ label }) => label)];

/** The header's menu, opened if it is not. */
export async function openMenu(page: Page): Promise<Locator> {
  const menu = page.getByRole("group", { name: "Menu", exact: true });
  if (!(await menu.isVisible())) await page.getByRole("button", { name: "Menu", exact: true }).click();
  await expect(menu).toBeVisible();
  return menu;
}

/** An element by its role and accessible name, as users find it. */
export class Explorer {
  readonly errors: string[] = [];
  readonly prompt: Locator;
  readonly chosen: Locator;
  readonly ranked: Locator;
  readonly run: Locator;
  readonly fills: Locator;
  readonly backend: Locator;

  constructor(readonly page: Page) {
    this.prompt = page.getByRole("textbox", { name: "Prompt" });
    this.chosen = page.getByRole("status", { name: "Chosen expert" });
    this.ranked = page.getByRole("list", { name: "Experts ranked" });
    this.run = page.getByRole("button", { name: "Run", exact: true });
    this.fills = page.getByRole("list", { name: "Mask predictions" });
    this.backend = page.getByRole("status", { name: "Backend" });
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
  }

  async open(address = process.env.EXPLORER_URL!): Promise<this> {
    await this.page.goto(address);
    return this;
  }

  slider(name: string): Locator {
    return this.page.getByRole("slider", { name: `${name} λ` });
  }

  region(name: string): Locator {
    return this.page.getByRole("region", { name });
  }

  /** Types a prompt and waits for its decision. */
  async decide(text: string): Promise<string> {
    await this.prompt.fill(text);
    return this.decision(text);
  }

  /**
   * Id of the chosen expert, once the decision belongs to the text in the prompt box.
   * @param added ids of added experts, which may be chosen as well
   */
  async decision(text: string, added: readonly string[] = []): Promise<string> {
    await expect(this.chosen).toHaveAttribute("data-prompt", text);
    const id = await this.chosen.locator("strong").innerText();
    // The first one is drawn after the chosen expert.
    await expect(this.ranked).toBeAttached();
    expect([...manifest.experts.map((expert) => expert.id), ...added]).toContain(id);
    return id;
  }
}
