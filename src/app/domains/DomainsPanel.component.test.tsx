import { beforeAll, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Library } from "../../library/load.ts";
import { type Judged, judgedPrompts, mean } from "../../library/testing/judged.ts";
import { DecisionPanel } from "../decision/DecisionPanel.tsx";
import { MapPanel } from "../map/MapPanel.tsx";
import { PromptsPanel } from "../prompts/PromptsPanel.tsx";
import { count, type Explorer, openExplorer, savedCsv, savedText, smallLibrary, texts } from "../testing/explorer.tsx";
import { DomainsPanel } from "./DomainsPanel.tsx";

let library: Library;
let prompts: Judged[];
let domain: Library["manifest"]["domains"][number];

beforeAll(async () => {
  library = await smallLibrary();
  prompts = judgedPrompts(library.benchmark, library.expertIds);
  domain = library.manifest.domains[0]!;
});

const region = (explorer: Explorer) => explorer.region("Domains");
const heat = (explorer: Explorer) => region(explorer).getByRole("table").first();
const rowOf = (explorer: Explorer, label: string) => heat(explorer).getByRole("row", { name: new RegExp(`^${label}`) });

test("the heat map by domain, absolute and against the best, follows from the measured losses; the link restores it", async () => {
  const { losses, domain: domains, kind } = library.benchmark;
  const rows = [...domains.keys()].filter((row) => kind[row] === "window" && domains[row] === domain.id);
  const means = library.expertIds.map((_, i) => mean(rows.map((row) => losses.data[row * losses.columns + i]!)));
  const best = Math.min(...means);

  const explorer = await openExplorer({ panels: [DomainsPanel] });
  await region(explorer).getByLabelText("by", { exact: true }).selectOptions("domain");
  const cells = rowOf(explorer, domain.label).getByRole("cell");
  await expect.poll(texts(cells)).toEqual(means.map((value) => value.toFixed(2)));
  await region(explorer).getByLabelText("told").selectOptions("relative");
  await expect.element(cells.nth(means.indexOf(best))).toHaveTextContent("best");
  const worst = means.indexOf(Math.max(...means));
  await expect.element(cells.nth(worst)).toHaveTextContent(`+${(means[worst]! - best).toFixed(2)}`);
  await expect.poll(() => explorer.inLink("against")).toBe("best");
  const second = await openExplorer({ panels: [DomainsPanel], view: explorer.link });
  await expect.element(region(second).getByLabelText("told")).toHaveValue("relative");
  await expect.element(region(second).getByLabelText("by", { exact: true })).toHaveValue("domain");
});

test("the share that each expert receives moves with λ", async () => {
  const own = prompts.filter((prompt) => prompt.domain === domain.id);
  const explorer = await openExplorer({ panels: [DecisionPanel, DomainsPanel], view: { heat: "share", by: "domain" } });
  const cells = rowOf(explorer, domain.label).getByRole("cell");
  const shares = library.expertIds.map((id) => own.filter(({ chosen }) => chosen === id).length / own.length);
  const top = shares.indexOf(Math.max(...shares));
  await expect.element(cells.nth(top)).toHaveTextContent(`${(100 * shares[top]!).toFixed(0)}%`);
  await explorer.press(explorer.slider("Size"), "{End}");
  const size = library.constraints.find(({ id }) => id === "size")!;
  await expect.element(cells.nth(size.score.indexOf(0))).toHaveTextContent("100%");
});

test("reliability of one expert: its error and its bins are those of a plain search, in table, plot and file", async () => {
  const { losses, predicted, kind } = library.benchmark;
  const pairs = kind.flatMap((one, row) =>
    one === "window" ? [[predicted.data[row * predicted.columns]!, losses.data[row * losses.columns]!] as const] : [],
  );
  const explorer = await openExplorer({ panels: [DomainsPanel], view: { calibration: library.expertIds[0]! } });
  const section = region(explorer).getByRole("region", { name: /^Reliability/ });
  await expect.element(section).toHaveTextContent(pairs.length.toLocaleString("en"));
  await expect
    .element(section)
    .toHaveTextContent(mean(pairs.map(([expected, actual]) => Math.abs(expected - actual))).toFixed(2));
  await expect.element(section.getByRole("img", { name: /^Reliability: \d+ bins/ })).toBeVisible();

  const [, ...written] = await savedCsv(section.getByRole("button", { name: "Save reliability as CSV" }));
  const lines = written.map((line) => line.map(Number));
  await expect.poll(count(section.getByRole("table").getByRole("row"))).toBe(lines.length + 1);
  let error = 0;
  lines.forEach(([low, high, many, expected, actual], k) => {
    const last = k === lines.length - 1;
    const inside = pairs.filter(([value]) => value >= low! && (last ? value <= high! : value < high!));
    expect(Math.abs(inside.length - many!)).toBeLessThanOrEqual(1); // an end may round either way
    if (inside.length === many) expect(expected).toBeCloseTo(mean(inside.map(([value]) => value)), 1);
    error += (many! / pairs.length) * Math.abs(expected! - actual!);
  });
  await expect.element(section).toHaveTextContent(error.toFixed(2));
  const svg = await savedText(section.getByRole("button", { name: "Save reliability as SVG" }));
  expect(svg).toMatch(/^<svg .*<circle/s);
});

test("a domain's name in the heat map and an expert in the map's legend select their prompts", async () => {
  const explorer = await openExplorer({ panels: [DomainsPanel, MapPanel, PromptsPanel] });
  const status = explorer.region("Prompts").getByRole("status", { name: "Selection" });
  const selected = () => Number(/^[\d,]+/.exec(status.element().textContent!.trim())![0].replace(",", ""));
  const part = library.manifest.domains.find(({ parts }) => parts.length > 1)!.parts[0]!;
  await region(explorer).getByRole("button", { name: part.label }).first().click();
  const inPart = prompts.filter((prompt) => prompt.part === part.id);
  await expect.poll(selected).toBe(inPart.length);
  const map = explorer.region("Router map");
  await map.getByLabelText("colour by").selectOptions("expert");
  const { chosen } = inPart[0]!;
  const { label } = library.manifest.experts.find(({ id }) => id === chosen)!;
  const entry = map.getByRole("button", { name: label }).first();
  await entry.click();
  await expect.element(entry).toHaveAttribute("aria-pressed", "true");
  await expect.poll(selected).toBe(inPart.filter((prompt) => prompt.chosen === chosen).length);
});

test("the saved heat map holds every cell, also those that are scrolled out of sight", async () => {
  await page.viewport(700, 800);
  const explorer = await openExplorer({ panels: [DomainsPanel], view: { by: "domain" } });
  const scroller = explorer.region("Experts by domain");
  await expect.element(scroller).toBeVisible();
  scroller.element().scrollTo(200, 0);
  const cells = texts(heat(explorer).getByRole("cell"))();
  const svg = await savedText(region(explorer).getByRole("button", { name: "Save domains as SVG" }));
  const written = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!.replaceAll("&amp;", "&"));
  expect(written.filter((text) => /^\d+\.\d\d$/.test(text))).toEqual(cells);
  const { domains, experts } = library.manifest;
  for (const { label } of [...domains, ...experts]) expect(written).toContain(label);
  // Where the reader had scrolled to, the table still is.
  expect(scroller.element().scrollLeft).toBe(200);
  await page.viewport(1440, 900);
});
