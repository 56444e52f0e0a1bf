import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { EXAMPLE_PROMPTS } from "../src/examples/prompts.ts";
import { Explorer, manifest } from "./explorer.ts";
import { typeEvenly, watchDecision } from "./typing.ts";

/** Actions to do; `npm run soak` sets it, the test run leaves it out. */
const ACTIONS = Number(process.env.SOAK_ACTIONS ?? 0);
const SEED = Number(process.env.SOAK_SEED ?? 1);
const TYPING_SECONDS = Number(process.env.SOAK_TYPING_SECONDS ?? 60);
/** Growth of the page's memory that is still no leak: caches of derived figures fill up, the log keeps 500 decisions. */
const MAY_GROW_BYTES = 30e6;

/** Linear congruential generator (Numerical Recipes' constants): the same seed does the same actions. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Footprint {
  heapBytes: number;
  nodes: number;
  listeners: number;
  workers: number;
}

async function footprint(page: Page, session: CDPSession): Promise<Footprint> {
  // What is drawn late, such as intervals, is done by then.
  await page.waitForTimeout(2_000);
  for (let k = 0; k < 3; k++) await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name: string) => metrics.find((one) => one.name === name)!.value;
  return {
    heapBytes: metric("JSHeapUsedSize"),
    nodes: metric("Nodes"),
    listeners: metric("JSEventListeners"),
    workers: page.workers().length,
  };
}

/** The state in which footprints and decisions are compared: everything at its default, with this prompt. */
async function settle(explorer: Explorer, text: string): Promise<string> {
  const { page } = explorer;
  await page.keyboard.press("Escape");
  // The address follows the view within half a second; only then does another one change the view.
  await page.waitForTimeout(600);
  const { hash } = new URL(page.url());
  const link = new URLSearchParams({ prompt: text }).toString();
  if (hash !== `#${link}`) await page.evaluate((fragment) => location.replace(`#${fragment}`), link);
  await explorer.decision(text);
  // Who dominates whom also depends on the milliseconds that runs have measured meanwhile; who answers, and by how much, does not.
  const rows = await explorer.ranked.getByRole("listitem").all();
  const told = rows.map(async (row) => {
    const [loss] = /predicted loss [\d.]+/.exec(await row.innerText())!;
    return `${await row.getAttribute("data-expert")}: ${loss}`;
  });
  return (await Promise.all(told)).join("\n");
}

// A trace of thousands of actions would fill the memory of the test itself.
test.use({ trace: "off", actionTimeout: 120_000 });

test("a long mixed use ends without errors, without leaks, and with the same decisions", async ({ page }) => {
  test.skip(ACTIONS === 0, "npm run soak runs it");
  test.setTimeout(0);
  const explorer = await new Explorer(page).open();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const next = generator(SEED);
  const oneOf = <T>(values: readonly T[]): T => values[next(values.length)]!;
  const states = EXAMPLE_PROMPTS.filter((_, k) => k % 6 === 0).map(({ text }) => text);
  const decisions: string[] = [];
  for (const text of states) decisions.push(await settle(explorer, text));

  const choose = async (label: string, region: string) => {
    const select = explorer.region(region).getByLabel(label, { exact: true });
    const options = await select.locator("option").evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value));
    await select.selectOption(oneOf(options));
  };
  let runs = 0;
  let switches = 0;
  const actions: Record<string, () => Promise<unknown>> = {
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
    reset: async () => {
      const button = page.getByRole("button", { name: "All λ to 0" });
      if (await button.isEnabled()) await button.click();
    },
    axis: () => choose("against", "Pareto front"),
    outcome: () => choose("show", "Pareto front"),
    color: () => choose("colour by", "Router map"),
    domain: () => choose("domain", "Prompts"),
    expert: () => choose("chosen expert", "Prompts"),
    right: () => choose("right experts", "Prompts"),
    everything: async () => {
      const button = page.getByRole("button", { name: "Clear selection" });
      if (await button.isEnabled()) await button.click();
    },
    inspect: async () => {
      await explorer.region("Prompts").getByRole("grid").focus();
      for (const key of ["ArrowDown", oneOf(["PageDown", "Home", "End"]), "Enter", oneOf(["Escape", "ArrowUp"])]) {
        await page.keyboard.press(key);
      }
    },
    undo: async () => {
      const button = page.getByRole("button", { name: oneOf(["Undo", "Redo"]) });
      if (await button.isEnabled()) await button.click();
    },
    theme: () => page.getByLabel("theme").selectOption(oneOf(["system", "light", "dark"])),
    run: async () => {
      if (!(await explorer.run.isEnabled())) return;
      await explorer.run.click();
      if (next(3) > 0) await expect(explorer.run).toBeEnabled({ timeout: 60_000 });
      runs++;
    },
    library: async () => {
      await page.getByRole("button", { name: "Libraries…" }).click();
      const others = page.getByRole("list", { name: "Libraries" }).getByRole("button", { name: /^Use / });
      if ((await others.count()) > 0) {
        await others.first().click();
        switches++;
      }
      await page.keyboard.press("Escape");
    },
  };
  const frequent = ["type", "type", "slide", "slide", "slide", "example"];
  const names = [...Object.keys(actions), ...frequent].filter((name) => name !== "library");

  let before: Footprint | null = null;
  for (let k = 1; k <= ACTIONS; k++) {
    const name = k % 50 === 0 ? "library" : oneOf(names);
    await actions[name]!().catch((error: unknown) => {
      throw new Error(`Action ${k}, ${name}, seed ${SEED}: ${String(error)}`);
    });
    // Caches are warm after a fifth of the way: from there on nothing may pile up.
    if (k === Math.ceil(ACTIONS / 5)) {
      await settle(explorer, states[0]!);
      before = await footprint(page, session);
    }
    if (k % 100 === 0) console.log(`${k} of ${ACTIONS} actions, ${runs} runs, ${switches} library switches`);
  }
  await page.getByRole("button", { name: "Libraries…" }).click();
  const shipped = page
    .getByRole("list", { name: "Libraries" })
    .getByRole("button", { name: `Use ${manifest.name}`, exact: true });
  if ((await shipped.count()) > 0) await shipped.click();
  await page.keyboard.press("Escape");

  await settle(explorer, states[0]!);
  const after = await footprint(page, session);
  console.log("footprint after a fifth of the way", before, "and at the end", after);
  for (const [k, text] of states.entries()) expect(await settle(explorer, text), text).toBe(decisions[k]);
  expect(after.heapBytes - before!.heapBytes).toBeLessThan(MAY_GROW_BYTES);
  expect(after.workers).toBe(before!.workers);
  expect(after.nodes).toBeLessThan(2 * before!.nodes);
  expect(after.listeners).toBeLessThan(2 * before!.listeners);

  await explorer.decide("A");
  await explorer.prompt.focus();
  await page.keyboard.press("End");
  const watched = await watchDecision(page);
  await typeEvenly(page, 30 * TYPING_SECONDS, 30);
  await explorer.decision(await explorer.prompt.inputValue());
  const typing = await watched();
  console.log(`typing for ${TYPING_SECONDS} s`, typing);
  expect(typing).toMatchObject({ stale: 0, backwards: 0 });
  expect(explorer.errors).toEqual([]);
});
