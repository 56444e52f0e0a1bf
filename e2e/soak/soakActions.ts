/** Random user actions; the same seed gives the same ones. */
import { expect } from "@playwright/test";
import { EXAMPLE_PROMPTS } from "../../src/examples/prompts.ts";
import { importLooked } from "../libraries/tableDialog.ts";
import { type Explorer, manifest, openMenu } from "../support/explorer.ts";
import { smallLibrary } from "../support/smallLibrary.ts";

/** Switching to another library loads, checks and starts it. */
const OPENED = { timeout: 120_000 };

/** Linear congruential generator (Numerical Recipes' constants). */
export function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The libraries that the page can switch to; the shipped one has the address "". */
export class LibrarySwitch {
  switches = 0;
  /** Another router, so that experts of one library are not those of the other. */
  private readonly small = smallLibrary({ name: "A few experts", note: "few" });
  private few = "";

  constructor(private readonly explorer: Explorer) {}

  private get chooser() {
    return this.explorer.page.getByRole("banner").getByLabel("library", { exact: true });
  }

  /** Adds a library of a few experts, briefly opens one of figures alone, and returns to the shipped one. */
  async add(): Promise<void> {
    const { page } = this.explorer;
    const add = async (kind: string, name: string, mimeType: string, buffer: Buffer, listed: string) => {
      await page.getByRole("button", { name: "Libraries…" }).click();
      const dialog = page.getByRole("dialog", { name: "Libraries" });
      await dialog.getByLabel(`Choose a ${kind}`).last().setInputFiles({ name, mimeType, buffer });
      if (kind === "table") {
        await importLooked(page);
        await page.getByRole("button", { name: "Libraries…" }).click();
      }
      await expect(dialog.getByRole("list", { name: "Libraries" })).toContainText(listed, OPENED);
      await page.keyboard.press("Escape");
    };
    await add("zip", "few.zip", "application/zip", this.small.zip(), this.small.manifest.name);
    this.few = await this.chooser.inputValue();
    const csv = "prompt,dataset,weak,strong\nWhy?,maths,True,True\nHow?,maths,False,True\nWho?,law,True,False\n";
    await add("table", "scores.csv", "text/csv", Buffer.from(csv), "scores.csv");
    await this.to("");
  }

  /** Switches to the other of the two libraries with a router. */
  async other(): Promise<void> {
    await this.to((await this.chooser.inputValue()) === "" ? this.few : "");
  }

  private async to(address: string): Promise<void> {
    await this.chooser.selectOption(address);
    await expect(this.chooser).toHaveValue(address, OPENED);
    this.switches++;
  }

  /** Switches to the shipped library via another one, which frees every loaded expert. */
  async afresh(): Promise<void> {
    if ((await this.chooser.inputValue()) === "") await this.to(this.few);
    await this.to("");
    await expect(this.explorer.ranked.getByRole("listitem")).toHaveCount(manifest.experts.length, OPENED);
  }
}

export type Actions = Record<string, () => Promise<unknown>>;

/** @returns the actions by name, and how often an expert was run */
export function mixedActions(
  explorer: Explorer,
  libraries: LibrarySwitch,
  next: (below: number) => number,
): { actions: Actions; runs: () => number } {
  const { page } = explorer;
  const oneOf = <T>(values: readonly T[]): T => values[next(values.length)]!;
  /** No effect if the library offers no choice. */
  const choose = async (label: string, region: string) => {
    const select = explorer.region(region).getByLabel(label, { exact: true });
    if ((await select.count()) === 0) return;
    const options = await select
      .locator("option:enabled")
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    await select.selectOption(oneOf(options));
  };
  const press = async (name: string) => {
    const button = page.getByRole("button", { name, exact: true });
    if ((await button.count()) > 0 && (await button.isEnabled())) await button.click();
  };
  let runs = 0;
  const actions: Actions = {
    example: () => explorer.prompt.fill(oneOf(EXAMPLE_PROMPTS).text),
    type: async () => {
      await explorer.prompt.focus();
      await page.keyboard.type(oneOf([" court", " def f(x):", " the star", "[MASK]", " 日本", "\n", " [Flag: small]"]));
    },
    erase: async () => {
      await explorer.prompt.focus();
      for (let k = 0; k < 5; k++) await page.keyboard.press("Backspace");
    },
    slide: async () => {
      const slider = explorer.slider(oneOf(manifest.constraints).label);
      if ((await slider.count()) > 0) await slider.fill(String(next(1_001)));
    },
    reset: () => press("All λ to 0"),
    axis: () => choose("against", "Pareto front"),
    outcome: () => choose("show", "Pareto front"),
    color: () => choose("colour by", "Router map"),
    domain: () => choose("domain", "Prompts"),
    expert: () => choose("chosen expert", "Prompts"),
    right: () => choose("experts within 0.05 of the best", "Prompts"),
    everything: () => press("Clear selection"),
    inspect: async () => {
      await explorer.region("Prompts").getByRole("grid").focus();
      for (const key of ["ArrowDown", oneOf(["PageDown", "Home", "End"]), "Enter", oneOf(["Escape", "ArrowUp"])]) {
        await page.keyboard.press(key);
      }
    },
    undo: async () => {
      await openMenu(page);
      await press(oneOf(["Undo", "Redo"]));
      await page.keyboard.press("Escape");
    },
    theme: async () => {
      await (await openMenu(page)).getByLabel("theme").selectOption(oneOf(["system", "light", "dark"]));
      await page.keyboard.press("Escape");
    },
    run: async () => {
      if ((await explorer.run.count()) === 0 || !(await explorer.run.isEnabled())) return;
      await explorer.run.click();
      if (next(3) > 0) await expect(explorer.run).toBeEnabled({ timeout: 60_000 });
      runs++;
    },
    library: () => libraries.other(),
  };
  return { actions, runs: () => runs };
}
