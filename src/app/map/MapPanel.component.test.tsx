import { beforeAll, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Library } from "../../library/load.ts";
import { type Judged, judgedPrompts, mean } from "../../library/testing/judged.ts";
import { DecisionPanel } from "../decision/DecisionPanel.tsx";
import { PromptBar } from "../prompt/PromptBar.tsx";
import { PromptsPanel } from "../prompts/PromptsPanel.tsx";
import { count, openExplorer, prefer, smallLibrary } from "../testing/explorer.tsx";
import { LAW_PROMPT, mapParts, scroll } from "../testing/mapParts.ts";
import { MapPanel } from "./MapPanel.tsx";

let library: Library;
let prompts: Judged[];

beforeAll(async () => {
  library = await smallLibrary();
  prompts = judgedPrompts(library.benchmark, library.expertIds);
});

test("a point that is zoomed in on shows its domain, source, keywords and losses, and opens by a click", async () => {
  const { benchmark } = library;
  const ends = (values: Float32Array) => [Math.min(...values), Math.max(...values)] as const;
  const inside = (at: number, [low, high]: readonly [number, number]) =>
    at > low + 0.1 * (high - low) && at < high - 0.1 * (high - low);
  const room = (one: Judged) =>
    Math.min(
      ...benchmark.ids.map((id, row) =>
        id === one.id ? Number.POSITIVE_INFINITY : Math.hypot(benchmark.x[row]! - one.x, benchmark.y[row]! - one.y),
      ),
    );
  const [target] = prompts
    .filter(({ x, y }) => inside(x, ends(benchmark.x)) && inside(y, ends(benchmark.y)))
    .sort((a, b) => room(b) - room(a));
  const row = benchmark.ids.indexOf(target!.id);
  const view = { "see.router": `${target!.x}_${target!.y}_40` };
  const explorer = await openExplorer({ panels: [MapPanel, PromptsPanel], view });
  const { map, canvas, detail } = mapParts(explorer);
  const card = map.getByCSS(".map-card");
  scroll(canvas);
  await canvas.hover();
  await expect.element(card).toHaveTextContent(target!.regret.toFixed(2));
  for (const words of [
    benchmark.source[row]!,
    benchmark.keywords[row]!,
    library.manifest.domains.find(({ id }) => id === target!.domain)!.label,
    target!.loss.toFixed(2),
  ]) {
    await expect.element(card).toHaveTextContent(words);
  }
  await canvas.click();
  await expect.element(detail).toHaveAccessibleName(`Prompt ${target!.id}`);
});

test("coloured by the predicted loss of one expert, with a scale in nats; the link says whose", async () => {
  const expert = library.manifest.experts.at(-1)!;
  const explorer = await openExplorer({ panels: [MapPanel] });
  const { map } = mapParts(explorer);
  await map.getByLabelText("colour by").selectOptions("loss");
  const legend = (label: string) => map.getByCSS('.loss-legend[role="img"]').and(map.getByRole("img", { name: label }));
  await expect.element(legend(library.manifest.experts[0]!.label)).toBeVisible();
  await map.getByLabelText("of", { exact: true }).selectOptions(expert.id);
  await expect.element(legend(expert.label)).toBeVisible();
  await expect.poll(() => explorer.inLink("loss-of")).toBe(expert.id);
  await openExplorer({ panels: [MapPanel], view: explorer.link });
  await expect.element(map.getByLabelText("of", { exact: true })).toHaveValue(expert.id);
});

test("purity on the map is that of a brute force over the selected prompts", async () => {
  const chosen = library.manifest.domains.slice(0, 2).map(({ id }) => id);
  const own = prompts.filter(({ domain }) => chosen.includes(domain));
  const explorer = await openExplorer({ panels: [MapPanel], view: { in: chosen.join("~") } });
  const { facts, scores } = mapParts(explorer);
  const purity = own.map((one) => {
    const near = own
      .filter(({ id }) => id !== one.id)
      .map((other) => ({ domain: other.domain, distance: Math.hypot(other.x - one.x, other.y - one.y) }))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, 10);
    return near.filter(({ domain }) => domain === one.domain).length / near.length;
  });
  // The second column of the router's: the plane.
  const cell = scores
    .getByRole("row", { name: /^purity/ })
    .getByRole("cell")
    .nth(1);
  await expect.element(cell).toHaveTextContent(/\d\.\d\d\s*\[/);
  const shown = cell
    .element()
    .textContent!.match(/\d\.\d+/g)!
    .map(Number);
  expect(Math.abs(shown[0]! - mean(purity))).toBeLessThanOrEqual(0.006);
  expect(shown[1]!).toBeLessThanOrEqual(shown[0]!);
  expect(shown[2]!).toBeGreaterThanOrEqual(shown[0]!);
  await expect.element(facts).toHaveTextContent(`${own.length} prompts`);
});

test("the prompts nearest to the typed one open in the table; editing leaves a trail that can be switched off", async () => {
  const explorer = await openExplorer({ panels: [PromptBar, DecisionPanel, MapPanel, PromptsPanel] });
  const { map, nearest, detail } = mapParts(explorer);
  await explorer.decide(LAW_PROMPT);
  await expect.element(nearest.getByRole("listitem").first()).toBeVisible();
  await explorer.decide(`${LAW_PROMPT} The patient was given aspirin.`);
  await expect.element(map.getByCSS(".trail line").first()).toBeInTheDocument();
  await map.getByLabelText("trail of the typed prompt").click();
  await expect.poll(count(map.getByCSS(".trail line"))).toBe(0);
  await expect.poll(() => explorer.inLink("trail")).toBe("no");
  await nearest.getByRole("button").first().click();
  await expect.element(detail).toBeVisible();
  await expect.element(map.getByCSS("circle.ring")).toBeVisible();
});

test("with less motion asked for, nothing trails the prompt", async () => {
  await prefer({ reducedMotion: "reduce" });
  const explorer = await openExplorer({ panels: [PromptBar, DecisionPanel, MapPanel] });
  const { map, nearest } = mapParts(explorer);
  await explorer.decide(LAW_PROMPT);
  await explorer.decide("import numpy as np");
  await expect.element(nearest.getByRole("listitem").first()).toBeVisible();
  expect(count(map.getByCSS(".trail line"))()).toBe(0);
  await expect.element(map.getByLabelText("trail of the typed prompt")).toBeDisabled();
});

test("a library without a causal space has one map", async () => {
  const manifest = structuredClone(library.manifest);
  delete manifest.benchmark.spaces;
  const files = { "library.json": JSON.stringify(manifest) };
  const explorer = await openExplorer({ panels: [MapPanel], files });
  await expect.element(mapParts(explorer).map).toBeVisible();
  await expect.element(page.getByLabelText("show the causal model's map")).not.toBeInTheDocument();
  await expect.element(explorer.region("Causal map")).not.toBeInTheDocument();
});
