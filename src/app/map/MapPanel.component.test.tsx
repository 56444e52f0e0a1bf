import { beforeAll, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Library } from "../../library/load.ts";
import { type Judged, judgedPrompts, mean } from "../../library/testing/judged.ts";
import { DecisionPanel } from "../decision/DecisionPanel.tsx";
import { PromptBar } from "../prompt/PromptBar.tsx";
import { PromptsPanel } from "../prompts/PromptsPanel.tsx";
import { count, type Explorer, mouse, openExplorer, prefer, settled, smallLibrary } from "../testing/explorer.tsx";
import { MapPanel } from "./MapPanel.tsx";

const PROMPT = "The appellant contends that the district court erred in granting summary judgment.";

let library: Library;
let prompts: Judged[];

beforeAll(async () => {
  library = await smallLibrary();
  prompts = judgedPrompts(library.benchmark, library.expertIds);
});

function parts(explorer: Explorer) {
  const map = explorer.region("Router map");
  const facts = explorer.region("About the maps");
  return {
    map,
    facts,
    canvas: map.getByCSS("canvas"),
    surface: map.getByRole("group", { name: /^Router map/ }),
    all: map.getByRole("button", { name: "Router map: show all" }),
    nearest: map.getByRole("list", { name: "Benchmark prompts nearest to yours" }),
    scores: facts.getByRole("table", { name: "Domain separation" }),
    detail: explorer.region("Prompts").getByRole("region", { name: /^Prompt / }),
    status: explorer.region("Prompts").getByRole("status", { name: "Selection" }),
    area: map.getByRole("button", { name: "Select area" }),
  };
}

/** Zoom in the link, 1 for the whole map. */
const zoomOf = (explorer: Explorer) => () => Number(explorer.inLink("see.router")?.split("_")[2] ?? 1);

const scroll = (canvas: ReturnType<typeof parts>["canvas"]) => canvas.element().scrollIntoView({ block: "center" });

/** Draws with the mouse; corners are shares of the canvas' width and height. The button stays pressed. */
async function draw(canvas: ReturnType<typeof parts>["canvas"], corners: readonly (readonly [number, number])[]) {
  scroll(canvas);
  const box = canvas.element().getBoundingClientRect();
  const [first, ...rest] = corners.map(([x, y]) => ["move", box.x + x * box.width, box.y + y * box.height] as const);
  await mouse(first!, ["down"], ...rest);
}

const LEFT_HALF = [
  [0.5, 0.004],
  [0.5, 0.996],
  [0.001, 0.996],
  [0.001, 0.004],
] as const;

test("keys and buttons zoom the map, a drag moves it and opens nothing, a link restores what is seen", async () => {
  const panels = [MapPanel, PromptsPanel];
  const explorer = await openExplorer({ panels });
  const { map, canvas, surface, all, detail } = parts(explorer);
  await expect.element(all).toBeDisabled();
  await explorer.press(surface, "+");
  await expect.poll(zoomOf(explorer)).toBeGreaterThan(1);
  const once = zoomOf(explorer)();
  await map.getByRole("button", { name: "Router map: zoom in" }).click();
  await expect.poll(zoomOf(explorer)).toBeGreaterThan(once * 1.2);
  const x = Number(explorer.inLink("see.router")!.split("_")[0]);
  await draw(canvas, [
    [0.5, 0.5],
    [0.3, 0.5],
  ]);
  await mouse(["up"]);
  await expect.poll(() => Number(explorer.inLink("see.router")!.split("_")[0])).toBeGreaterThan(x);
  await expect.element(detail).not.toBeInTheDocument();
  await settled();
  const seen = explorer.inLink("see.router");
  const second = await openExplorer({ panels, view: explorer.link });
  await expect.element(all).toBeEnabled();
  await settled();
  expect(second.inLink("see.router")).toBe(seen);
  await second.press(surface, "0");
  await expect.element(all).toBeDisabled();
  await expect.poll(() => second.inLink("see.router")).toBeNull();
});

test("a second finger, or a press that the system takes away, selects no area", async () => {
  const explorer = await openExplorer({ panels: [MapPanel, PromptsPanel] });
  const { canvas, area, status } = parts(explorer);
  await area.click();
  const element = canvas.element() as HTMLElement;
  const box = element.getBoundingClientRect();
  const send = (name: string, x: number, y: number, pointerId = 1) =>
    element.dispatchEvent(
      new PointerEvent(name, {
        bubbles: true,
        pointerId,
        pointerType: "touch",
        clientX: box.left + x * box.width,
        clientY: box.top + y * box.height,
      }),
    );
  // Only real pointers can be captured.
  element.setPointerCapture = () => undefined;
  const before = status.element().textContent;
  for (const end of ["pointercancel", "second finger"] as const) {
    send("pointerdown", 0.1, 0.1);
    send("pointermove", 0.5, 0.1);
    send("pointermove", 0.5, 0.9);
    send("pointermove", 0.1, 0.9);
    if (end === "second finger") {
      send("pointerdown", 0.9, 0.9, 2);
      send("pointermove", 0.8, 0.8, 2);
      send("pointerup", 0.8, 0.8, 2);
      send("pointerup", 0.1, 0.9);
    } else send(end, 0, 0);
  }
  await settled();
  expect(status.element().textContent).toBe(before);
  expect(explorer.inLink("area")).toBeNull();
  // The tool is still in hand.
  await expect.element(area).toHaveAttribute("aria-pressed", "true");
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
  const { map, canvas, detail } = parts(explorer);
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
  const { map } = parts(explorer);
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
  const { facts, scores } = parts(explorer);
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
  const { map, nearest, detail } = parts(explorer);
  await explorer.decide(PROMPT);
  await expect.element(nearest.getByRole("listitem").first()).toBeVisible();
  await explorer.decide(`${PROMPT} The patient was given aspirin.`);
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
  const { map, nearest } = parts(explorer);
  await explorer.decide(PROMPT);
  await explorer.decide("import numpy as np");
  await expect.element(nearest.getByRole("listitem").first()).toBeVisible();
  expect(count(map.getByCSS(".trail line"))()).toBe(0);
  await expect.element(map.getByLabelText("trail of the typed prompt")).toBeDisabled();
});

test("a layout is computed here; a drawn area on it stays in the link as prompts; the shipped one is restored", async () => {
  const explorer = await openExplorer({ panels: [PromptBar, DecisionPanel, MapPanel, PromptsPanel] });
  await explorer.decide(PROMPT);
  const { map, canvas, facts, area } = parts(explorer);
  await facts.getByCSS("summary").click();
  const compute = facts.getByRole("button", { name: "Compute" });
  await facts.getByLabelText("neighbours").fill("1");
  await expect.element(facts.getByRole("alert")).toHaveTextContent(/2.*100/);
  await expect.element(compute).toBeDisabled();
  await facts.getByLabelText("neighbours").fill("5");
  await facts.getByLabelText("seed").fill("3");
  await compute.click();
  await expect.poll(() => explorer.inLink("umap"), { timeout: 25_000 }).toMatch(/^3_5_/);
  await expect.element(facts.getByRole("button", { name: "Restore the shipped layout" })).toBeEnabled();
  await expect.element(facts.getByRole("progressbar")).not.toBeInTheDocument();
  // The typed prompt has moved along.
  await expect.element(map.getByCSS(".typed")).toBeVisible();
  await area.click();
  await draw(canvas, LEFT_HALF);
  await mouse(["up"]);
  await expect.poll(() => explorer.inLink("picked")).not.toBeNull();
  await facts.getByRole("button", { name: "Restore the shipped layout" }).click();
  await expect.poll(() => explorer.inLink("umap")).toBeNull();
});

test("a library without a causal space has one map", async () => {
  const manifest = structuredClone(library.manifest);
  delete manifest.benchmark.spaces;
  const files = { "library.json": JSON.stringify(manifest) };
  const explorer = await openExplorer({ panels: [MapPanel], files });
  await expect.element(parts(explorer).map).toBeVisible();
  await expect.element(page.getByLabelText("show the causal model's map")).not.toBeInTheDocument();
  await expect.element(explorer.region("Causal map")).not.toBeInTheDocument();
});

test("by keyboard alone a prompt is marked on the map and opened, its neighbours are selected and given up", async () => {
  const panels = [MapPanel, PromptsPanel];
  const explorer = await openExplorer({ panels });
  const { map, detail, status } = parts(explorer);
  const grid = explorer.region("Prompts").getByRole("grid", { name: "Benchmark prompts" });
  await explorer.press(grid, "{ArrowDown}");
  await expect.element(map.getByCSS("circle.hovered")).toBeInTheDocument();
  await userEvent.keyboard("{Enter}");
  const nearest = detail.getByRole("list", { name: "Prompts nearest to this one" }).getByRole("listitem");
  await expect.poll(count(nearest)).toBeGreaterThan(0);
  await explorer.press(detail.getByRole("button", { name: /^Select its/ }), "{Enter}");
  await expect.poll(() => explorer.inLink("picked")).not.toBeNull();
  const shown = status.element().textContent!;
  await openExplorer({ panels, view: explorer.link });
  await expect.element(status).toHaveTextContent(shown);
  const picked = page.getByRole("button", { name: /^Picked prompts/ });
  (picked.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(status).not.toHaveTextContent(shown);
});
