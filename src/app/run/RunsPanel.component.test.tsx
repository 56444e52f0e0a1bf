import { beforeAll, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Library } from "../../library/load.ts";
import { DecisionPanel } from "../decision/DecisionPanel.tsx";
import { ParetoPanel } from "../pareto/ParetoPanel.tsx";
import { PromptBar } from "../prompt/PromptBar.tsx";
import { count, openExplorer, smallLibrary } from "../testing/explorer.tsx";
import { trueLoss } from "../testing/fakeInference.ts";
import { RunsPanel } from "./RunsPanel.tsx";

const COURT = "The appellant contends that the district court erred in granting summary judgment.";
const panels = [PromptBar, DecisionPanel, RunsPanel];
const panel = page.getByRole("region", { name: "All experts on this prompt" });
const rows = panel.getByCSS("tbody tr");
const tokens = page.getByRole("group", { name: /^Tokens/ }).getByRole("button");
const hidden = page.getByRole("group", { name: /^Tokens/ }).getByCSS('[aria-pressed="true"]');

let library: Library;

beforeAll(async () => {
  library = await smallLibrary();
});

test("a word is hidden by a click; the run tells the guesses, the word itself, and its true loss; the link keeps it", async () => {
  const explorer = await openExplorer({ panels });
  const chosen = await explorer.decide(COURT);
  // Without a wait for rest: beside other test files the page may be drawn too rarely to be seen at rest.
  (tokens.nth(3).element() as HTMLElement).click();
  await expect.poll(count(hidden)).toBe(1);
  await explorer.run.click();
  await expect.element(explorer.region("Decision")).toHaveTextContent(trueLoss(library, chosen, COURT).toFixed(2));
  await expect.poll(count(explorer.fills.getByCSS(":scope > li"))).toBe(1);
  await expect.poll(count(explorer.fills.getByCSS(".right, .truth"))).toBe(1);
  await expect.poll(() => explorer.inLink("mask")).not.toBeNull();
  await openExplorer({ panels, view: explorer.link });
  await expect.poll(count(hidden)).toBe(1);
});

test("all experts run side by side: true loss beside the predicted one, sorted as wanted", async () => {
  const explorer = await openExplorer({ panels });
  const chosen = await explorer.decide(COURT);
  await page.getByRole("button", { name: "Run all experts" }).click();
  await expect.poll(count(rows)).toBe(library.expertIds.length);
  await expect.element(panel.getByRole("progressbar", { name: "Running all experts" })).not.toBeInTheDocument();
  const losses = () => rows.elements().map((row) => Number(row.querySelectorAll("td")[1]!.textContent));
  expect(losses()).toEqual(
    rows.elements().map((row) => Number(trueLoss(library, (row as HTMLElement).dataset.expert!, COURT).toFixed(2))),
  );
  await panel.getByRole("button", { name: "true" }).click();
  await expect.poll(losses).toEqual(losses().sort((a, b) => a - b));
  await panel.getByRole("button", { name: "true" }).click();
  await expect.poll(losses).toEqual(losses().sort((a, b) => b - a));
  await expect.element(panel.getByCSS(`tr[data-expert="${chosen}"]`)).toHaveTextContent("chosen");
  await expect.element(panel.getByRole("status")).toHaveTextContent(/\d+\.\d\d.*[−-]?\d\.\d\d/);
});

test("cancelling keeps the results that are there and runs no further expert", async () => {
  let runs = 0;
  let hold: () => void = () => undefined;
  const waiting = new Promise<void>((done) => {
    hold = done;
  });
  const explorer = await openExplorer({
    panels,
    models: {
      fill: async ({ expert: { key: expertId }, text }, { signal }) => {
        if (++runs > 2) await Promise.race([waiting, new Promise((_, fail) => signal.addEventListener("abort", fail))]);
        return {
          result: {
            masks: [],
            measured: { loss: trueLoss(library, expertId, text), masked: 5, over: "text" },
            tokens: 5,
            truncated: false,
            milliseconds: 2,
            latency: 1.5,
            backend: "wasm",
            loadMilliseconds: 0,
          },
        };
      },
    },
  });
  await explorer.decide(COURT);
  await page.getByRole("button", { name: "Run all experts" }).click();
  const done = panel.getByCSS("tbody td:nth-of-type(4)").filter({ hasText: /\d/ });
  await expect.poll(count(done)).toBe(2);
  await panel.getByRole("button", { name: "Cancel" }).click();
  await expect.element(panel.getByText("not run").first()).toBeVisible();
  hold();
  expect(count(done)()).toBe(2);
  expect(runs).toBe(3);
  await panel.getByRole("button", { name: "Close" }).click();
  await expect.element(panel).not.toBeInTheDocument();
});

test("what a run measures replaces the latency of the recipe, in sliders, decisions and the front", async () => {
  const explorer = await openExplorer({ panels: [...panels, ParetoPanel], view: { axis: "latency" } });
  await explorer.decide(COURT);
  const place = explorer.region("Pareto front").getByRole("img", { name: /^Pareto front/ });
  const before = place.element().getAttribute("aria-label")!;
  await explorer.run.click();
  await expect
    .element(explorer.slider("Latency"))
    .toHaveAccessibleDescription(new RegExp(`Latency: 1 of ${library.expertIds.length}`));
  await expect.element(place).not.toHaveAttribute("aria-label", before);
});
