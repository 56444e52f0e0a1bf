import { beforeAll, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Library } from "../../library/load.ts";
import { type Judged, judgedPrompts, mean } from "../../library/testing/judged.ts";
import { DecisionPanel } from "../decision/DecisionPanel.tsx";
import { PromptBar } from "../prompt/PromptBar.tsx";
import {
  count,
  type Explorer,
  openExplorer,
  savedBy,
  savedCsv,
  savedText,
  smallLibrary,
} from "../testing/explorer.tsx";
import { ParetoPanel } from "./ParetoPanel.tsx";

const COURT = "The appellant contends that the district court erred in granting summary judgment.";
const panels = [PromptBar, DecisionPanel, ParetoPanel];

let library: Library;
let prompts: Judged[];

beforeAll(async () => {
  library = await smallLibrary();
  prompts = judgedPrompts(library.benchmark, library.expertIds);
});

const frontOf = (explorer: Explorer) => explorer.region("Pareto front");
const handle = page.getByRole("slider", { name: "Position on the front" });
const sliderValue = (explorer: Explorer, constraint: string) => () =>
  Number((explorer.slider(constraint).element() as HTMLInputElement).value);

/** The first figure of a row of the table beside the front. */
const figureOf = (explorer: Explorer, row: RegExp) => () =>
  Number(
    frontOf(explorer)
      .getByRole("row", { name: row })
      .getByRole("cell")
      .first()
      .element()
      .textContent!.match(/[\d.]+/)![0],
  );

test("the handle on the front is a slider: its keys move λ, and with it the decision", async () => {
  const explorer = await openExplorer({ panels });
  const chosen = await explorer.decide(COURT);
  await explorer.press(handle, "{ArrowRight}");
  await expect.element(handle).not.toHaveAttribute("aria-valuenow", "0");
  await explorer.press(handle, "{End}");
  await expect.element(explorer.slider("Size")).toHaveValue("1000");
  const size = library.constraints.find(({ id }) => id === "size")!;
  await expect.element(explorer.chosen).toHaveTextContent(library.expertIds[size.score.indexOf(0)]!);
  await explorer.press(handle, "{Home}");
  await expect.element(explorer.slider("Size")).toHaveValue("0");
  await expect.element(explorer.chosen).toHaveTextContent(chosen);
});

test("Play sweeps λ and any key stops it where it is", async () => {
  const explorer = await openExplorer({ panels });
  await expect.element(explorer.slider("Size")).toHaveValue("0");
  const play = page.getByRole("button", { name: "Play" });
  await play.click();
  await expect.poll(sliderValue(explorer, "Size")).toBeGreaterThan(20);
  await userEvent.keyboard("{Shift}");
  await expect.element(play).toBeVisible();
  const stopped = sliderValue(explorer, "Size")();
  expect(stopped).toBeLessThan(1000);
  for (let k = 0; k < 30; k++) await new Promise(requestAnimationFrame);
  expect(sliderValue(explorer, "Size")()).toBe(stopped);
});

test("the band and the intervals appear, and the figures lie inside them", async () => {
  const explorer = await openExplorer({ panels: [ParetoPanel] });
  const front = frontOf(explorer);
  await expect.poll(count(front.getByCSS("path.band:not(.stale)"))).toBe(1);
  const row = front.getByRole("row", { name: /^router / });
  await expect.element(row).toHaveTextContent(/\d\.\d\d\s*\[\d\.\d\d, \d\.\d\d\]/);
  const [value, low, high] = row
    .element()
    .textContent!.match(/\d+\.\d+/g)!
    .map(Number);
  expect(low!).toBeLessThanOrEqual(value!);
  expect(high!).toBeGreaterThanOrEqual(value!);
  for (const name of [/^oracle gap closed/, /^hypervolume/]) {
    await expect.element(front.getByRole("row", { name })).toHaveTextContent(/%\s*\[.*%, .*%\]/);
  }
});

test("what routing gains and costs is said first; its figures are those of a plain search", async () => {
  const { kind, losses } = library.benchmark;
  const rows = [...kind.keys()].filter((row) => kind[row] === "window");
  const singles = library.expertIds.map((_, i) => mean(rows.map((row) => losses.data[row * losses.columns + i]!)));
  const [router, single] = [mean(prompts.map(({ loss }) => loss)), Math.min(...singles)];
  const closed = (single - router) / (single - mean(prompts.map(({ best }) => best)));
  const size = library.constraints.find(({ id }) => id === "size")!;
  const parameters = mean(prompts.map(({ chosen }) => size.raw[library.expertIds.indexOf(chosen)]!));
  const explorer = await openExplorer({ panels });
  const summary = frontOf(explorer).getByCSS(".verdict");
  for (const figure of [
    `${(single - router).toFixed(2)} nats`,
    router.toFixed(2),
    single.toFixed(2),
    `${(100 * closed).toFixed(1)}%`,
    `${(parameters / 1e6).toFixed(2)} M`,
    library.manifest.experts[singles.indexOf(single)]!.label,
  ]) {
    await expect.element(summary).toHaveTextContent(figure);
  }
});

test("what is not known is listed under the plot", async () => {
  const manifest = structuredClone(library.manifest);
  const expert = manifest.experts[0]!;
  const recency = manifest.constraints.find(({ id }) => id === "recency")!;
  recency.raw[expert.id] = null;
  recency.score[expert.id] = null;
  const files = { "library.json": JSON.stringify(manifest) };
  const explorer = await openExplorer({ panels: [ParetoPanel], files, view: { axis: "recency" } });
  const unknown = frontOf(explorer).getByText(/^N\/A: /);
  await expect.element(unknown).toHaveTextContent(expert.label);
  await frontOf(explorer).getByLabelText("against").selectOptions("size");
  await expect.element(unknown).not.toBeInTheDocument();
});

test("the front's experts and who dominates them are a table, too", async () => {
  const front = frontOf(await openExplorer({ panels: [ParetoPanel] }));
  await front.getByText("Single experts as a table").click();
  const table = front.getByRole("table", { name: "Single experts on the front" });
  await expect.poll(count(table.getByRole("row"))).toBe(library.expertIds.length + 1);
});

test("without other routers and libraries there is nothing to switch on", async () => {
  const manifest = structuredClone(library.manifest);
  manifest.variants = [];
  delete manifest.benchmark.references;
  const front = frontOf(
    await openExplorer({ panels: [ParetoPanel], files: { "library.json": JSON.stringify(manifest) } }),
  );
  await expect.poll(count(front.getByCSS("path.curve.router"))).toBe(1);
  await expect.element(front.getByRole("list", { name: "Compare the router with" })).not.toBeInTheDocument();
});

test("the expert of the true domain and that of the true part have the losses of a plain search", async () => {
  const { kind, domain, part, losses } = library.benchmark;
  const rows = kind.flatMap((one, row) => (one === "window" ? [row] : []));
  const at = (row: number, i: number) => losses.data[row * losses.columns + i]!;
  const expected = (labels: string[]) => {
    const best = new Map(
      [...new Set(labels)].map((label) => {
        const own = rows.filter((row) => labels[row] === label);
        const means = library.expertIds.map((_, i) => mean(own.map((row) => at(row, i))));
        return [label, means.indexOf(Math.min(...means))];
      }),
    );
    return mean(rows.map((row) => at(row, best.get(labels[row]!)!)));
  };
  const explorer = await openExplorer({ panels: [ParetoPanel] });
  await expect.element(frontOf(explorer).getByRole("row", { name: /^expert of the true part / })).toBeVisible();
  expect(figureOf(explorer, /^expert of the true domain /)()).toBeCloseTo(expected(domain), 2);
  expect(figureOf(explorer, /^expert of the true part /)()).toBeCloseTo(expected(part), 2);
});

test("every constraint can be the x axis, with its unit, and every kind of prompt can be measured on", async () => {
  const explorer = await openExplorer({ panels: [ParetoPanel] });
  const front = frontOf(explorer);
  for (const { id, unit } of library.constraints) {
    await front.getByLabelText("against").selectOptions(id);
    await expect.element(front.getByCSS(".axis-title").first()).toHaveTextContent(unit);
    await expect.element(front.getByCSS("path.curve.router")).toHaveAttribute("d", expect.stringMatching(/^M/));
    await expect.element(handle).toBeVisible();
  }
  const { kind } = library.benchmark;
  for (const one of new Set(kind)) {
    await front.getByLabelText("prompts").selectOptions(one);
    await expect
      .element(front)
      .toHaveTextContent(
        new RegExp(`\\b${kind.filter((other) => other === one).length} (held-out )?(passages|prompts)`),
      );
  }
});

test("front and table are saved: the curve begins with the loss of λ = 0, the drawing needs no style sheet", async () => {
  const domain = library.manifest.domains[0]!.id;
  const own = prompts.filter((prompt) => prompt.domain === domain);
  const front = frontOf(await openExplorer({ panels: [ParetoPanel], view: { in: domain } }));
  const save = (format: string) => front.getByRole("button", { name: new RegExp(`^Save .* as ${format}$`) });
  const [, first] = await savedCsv(save("CSV"));
  const [curve, lambda, , loss] = first!;
  expect([curve, lambda]).toEqual(["router", "0"]);
  expect(Number(loss)).toBeCloseTo(mean(own.map((prompt) => prompt.loss)), 5);
  const svg = await savedText(save("SVG"));
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).not.toMatch(/ (class|style)=|var\(/);
  const picture = await createImageBitmap(await savedBy(() => save("PNG").click()));
  const { width } = front.getByCSS(".plot").element().getBoundingClientRect();
  expect(Math.abs(picture.width - 2 * width)).toBeLessThanOrEqual(1);
});
