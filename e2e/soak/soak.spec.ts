import { expect, test } from "@playwright/test";
import { EXAMPLE_PROMPTS } from "../../src/examples/prompts.ts";
import { Explorer } from "../support/explorer.ts";
import { inWorkers } from "../support/faults.ts";
import { settled } from "../support/timers.ts";
import { typeEvenly, watchDecision } from "../support/typing.ts";
import { type Footprint, footprint, noteWasmMemory } from "./footprint.ts";
import { generator, LibrarySwitch, mixedActions } from "./soakActions.ts";

/** Number of actions; set by `npm run soak`, the test run skips this test. */
const ACTIONS = Number(process.env.SOAK_ACTIONS ?? 0);
const SEED = Number(process.env.SOAK_SEED ?? 1);
const TYPING_SECONDS = Number(process.env.SOAK_TYPING_SECONDS ?? 60);
/** Growth of the page's memory that is not a leak: caches of derived figures fill up, the log keeps 500 decisions. */
const MAY_GROW_BYTES = 30e6;
/**
 * The same for WebAssembly's: which three experts have been in memory together is random, and the largest take about 70 MB each.
 */
const WASM_MAY_GROW_BYTES = 250e6;

/** The state for comparing footprints and decisions: everything at its default, with this prompt. */
async function settle(explorer: Explorer, text: string): Promise<string> {
  const { page } = explorer;
  await page.keyboard.press("Escape");
  // Another action changes the view only after the URL has followed.
  await settled(page);
  const { hash } = new URL(page.url());
  const link = new URLSearchParams({ prompt: text }).toString();
  if (hash !== `#${link}`) await page.evaluate((fragment) => location.replace(`#${fragment}`), link);
  await explorer.decision(text);
  // Dominance also depends on the latencies measured by runs in the meantime; choice and margin do not.
  const rows = await explorer.ranked.getByRole("listitem").all();
  const told = rows.map(async (row) => {
    const [loss] = /predicted loss [\d.]+/.exec(await row.innerText())!;
    return `${await row.getAttribute("data-expert")}: ${loss}`;
  });
  return (await Promise.all(told)).join("\n");
}

// A trace of thousands of actions would fill the test's own memory. A service worker would answer requests for worker scripts, into
// which the test injects its memory counter.
test.use({ trace: "off", actionTimeout: 120_000, serviceWorkers: "block" });

test("a long mixed use ends without errors, without leaks, and with the same decisions", async ({ page }) => {
  test.skip(ACTIONS === 0, "npm run soak runs it");
  test.setTimeout(0);
  await inWorkers(page, noteWasmMemory);
  const explorer = await new Explorer(page).open();
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const states = EXAMPLE_PROMPTS.filter((_, k) => k % 6 === 0).map(({ text }) => text);
  const decisions: string[] = [];
  for (const text of states) decisions.push(await settle(explorer, text));
  const libraries = new LibrarySwitch(explorer);
  await libraries.add();

  const next = generator(SEED);
  const { actions, runs } = mixedActions(explorer, libraries, next);
  const frequent = ["type", "type", "slide", "slide", "slide", "example"];
  const names = [...Object.keys(actions), ...frequent].filter((name) => name !== "library");
  const weigh = async () => {
    await libraries.afresh();
    await settle(explorer, states[0]!);
    return footprint(page, session);
  };
  let before: Footprint | null = null;
  for (let k = 1; k <= ACTIONS; k++) {
    const name = k % 25 === 0 ? "library" : names[next(names.length)]!;
    await actions[name]!().catch((error: unknown) => {
      throw new Error(`Action ${k}, ${name}, seed ${SEED}: ${String(error)}`);
    });
    // Caches are warm after a fifth of the actions: from then on nothing may accumulate.
    if (k === Math.ceil(ACTIONS / 5)) before = await weigh();
    if (k % 100 === 0)
      console.log(`${k} of ${ACTIONS} actions, ${runs()} runs, ${libraries.switches} library switches`);
  }
  const after = await weigh();
  console.log("after a fifth of the way", before, "and at the end", after);
  for (const [k, text] of states.entries()) expect(await settle(explorer, text), text).toBe(decisions[k]);
  expect(after.heapBytes - before!.heapBytes).toBeLessThan(MAY_GROW_BYTES);
  expect(after.workers).toBe(before!.workers);
  expect(after.nodes).toBeLessThan(2 * before!.nodes);
  expect(after.listeners).toBeLessThan(2 * before!.listeners);
  // Only the router's model is open; tables and files are exactly those of the shipped library.
  expect(after.holdings).toEqual(before!.holdings);
  expect(after.holdings.models).toMatchObject({ models: 1, calls: 0 });
  expect(after.wasmBytes).toBeGreaterThan(0);
  expect(after.wasmBytes - before!.wasmBytes).toBeLessThan(WASM_MAY_GROW_BYTES);

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
