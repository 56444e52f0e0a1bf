import { expect, test } from "@playwright/test";
import { EXAMPLE_PROMPTS } from "../src/examples/prompts.ts";
import { Explorer } from "./explorer.ts";
import { inWorkers } from "./faults.ts";
import { type Footprint, footprint, noteWasmMemory } from "./footprint.ts";
import { generator, LibrarySwitch, mixedActions } from "./soakActions.ts";
import { settled } from "./timers.ts";
import { typeEvenly, watchDecision } from "./typing.ts";

/** Actions to do; `npm run soak` sets it, the test run leaves it out. */
const ACTIONS = Number(process.env.SOAK_ACTIONS ?? 0);
const SEED = Number(process.env.SOAK_SEED ?? 1);
const TYPING_SECONDS = Number(process.env.SOAK_TYPING_SECONDS ?? 60);
/** Growth of the page's memory that is still no leak: caches of derived figures fill up, the log keeps 500 decisions. */
const MAY_GROW_BYTES = 30e6;
/** The same of WebAssembly's: which three experts have been in memory together is chance, and the largest take some 70 MB each. */
const WASM_MAY_GROW_BYTES = 250e6;

/** The state in which footprints and decisions are compared: everything at its default, with this prompt. */
async function settle(explorer: Explorer, text: string): Promise<string> {
  const { page } = explorer;
  await page.keyboard.press("Escape");
  // Only once the address has followed the view does another one change the view.
  await settled(page);
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
// A service worker would answer for the scripts of workers, into which the test puts its count of memory.
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
    // Caches are warm after a fifth of the way: from there on nothing may pile up.
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
  // Of the models only the router is open; tables and files are those of the shipped library, byte for byte.
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
