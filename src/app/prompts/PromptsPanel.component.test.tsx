import { beforeAll, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import type { Library } from "../../library/load.ts";
import { type Judged, judgedPrompts, mean } from "../../library/testing/judged.ts";
import { ParetoPanel } from "../pareto/ParetoPanel.tsx";
import { count, type Explorer, openExplorer, smallLibrary } from "../testing/explorer.tsx";
import { PromptsPanel } from "./PromptsPanel.tsx";

let library: Library;
let prompts: Judged[];
let domain: Library["manifest"]["domains"][number];
let part: string;

beforeAll(async () => {
  library = await smallLibrary();
  prompts = judgedPrompts(library.benchmark, library.expertIds);
  domain = library.manifest.domains.find(({ parts }) => parts.length > 1)!;
  const count = (id: string) => prompts.filter((prompt) => prompt.part === id).length;
  part = domain.parts.map(({ id }) => id).sort((a, b) => count(b) - count(a))[0]!;
});

function panel(explorer: Explorer) {
  const region = explorer.region("Prompts");
  const grid = region.getByRole("grid", { name: "Benchmark prompts" });
  return {
    grid,
    rows: grid.getByCSS("tbody tr[data-prompt]"),
    head: (name: string) => grid.getByRole("columnheader", { name }),
    status: region.getByRole("status", { name: "Selection" }),
    domain: region.getByLabelText("domain", { exact: true }),
    regret: region.getByLabelText("regret at least"),
    right: region.getByLabelText("experts within 0.05 of the best"),
    clear: region.getByRole("button", { name: "Clear selection" }),
    detail: region.getByRole("region", { name: /^Prompt / }),
  };
}

/** The panel's number of selected prompts. */
const selected = (explorer: Explorer) => () =>
  Number(/^[\d,]+/.exec(panel(explorer).status.element().textContent!.trim())?.[0].replace(",", ""));

const figureOf = (explorer: Explorer, policy: RegExp) =>
  explorer.region("Pareto front").getByRole("row", { name: policy }).getByRole("cell").first();

test("sorted by regret, the worst choice comes first; the grid has the number of rows", async () => {
  const { grid, rows, head } = panel(await openExplorer({ panels: [PromptsPanel] }));
  await head("Regret").getByRole("button").click();
  await expect.element(head("Regret")).toHaveAttribute("aria-sort", "descending");
  const worst = [...prompts].sort((a, b) => b.regret - a.regret)[0]!;
  await expect.element(rows.first()).toHaveAttribute("data-prompt", worst.id);
  await expect.element(rows.first().getByRole("gridcell").last()).toHaveTextContent(worst.regret.toFixed(2));
  await expect.element(grid).toHaveAttribute("aria-rowcount", String(prompts.length + 1));
  await expect.element(rows.first()).toHaveAttribute("aria-rowindex", "2");
  // Only visible rows are rendered.
  expect(count(rows)()).toBeLessThan(60);
  await head("Regret").getByRole("button").click();
  await expect.element(head("Regret")).toHaveAttribute("aria-sort", "ascending");
});

test("filtered by domain, the front's figures equal a brute-force computation, and a link restores everything", async () => {
  const panels = [PromptsPanel, ParetoPanel];
  const explorer = await openExplorer({ panels });
  const { domain: choice, clear } = panel(explorer);
  await expect
    .element(figureOf(explorer, /^router/))
    .toHaveTextContent(mean(prompts.map(({ loss }) => loss)).toFixed(2));
  await choice.selectOptions(domain.id);
  const inside = prompts.filter((prompt) => prompt.domain === domain.id);
  await expect.poll(selected(explorer)).toBe(inside.length);
  await expect
    .element(figureOf(explorer, /^router/))
    .toHaveTextContent(mean(inside.map(({ loss }) => loss)).toFixed(2));
  await expect
    .element(figureOf(explorer, /^oracle/))
    .toHaveTextContent(mean(inside.map(({ best }) => best)).toFixed(2));
  await expect
    .element(explorer.region("Pareto front"))
    .toHaveTextContent(mean(inside.map(({ regret }) => regret)).toFixed(3));

  await choice.selectOptions(part);
  const inPart = prompts.filter((prompt) => prompt.part === part);
  await expect.poll(selected(explorer)).toBe(inPart.length);
  await expect.poll(() => explorer.inLink("in")).toBe(part);
  const second = await openExplorer({ panels, view: explorer.link });
  await expect.poll(selected(second)).toBe(inPart.length);
  await expect.element(panel(second).domain).toHaveValue(part);
  await expect.element(figureOf(second, /^router/)).toHaveTextContent(mean(inPart.map(({ loss }) => loss)).toFixed(2));

  await clear.click();
  await expect.poll(selected(second)).toBe(prompts.length);
  await expect.element(clear).toBeDisabled();
});

test("regret and “only one expert is right” filter by measured losses", async () => {
  const explorer = await openExplorer({ panels: [PromptsPanel] });
  const { regret, right, rows, head } = panel(explorer);
  await regret.fill("0.15");
  const lossy = prompts.filter((prompt) => Math.fround(prompt.regret) >= 0.15);
  await expect.poll(selected(explorer)).toBe(lossy.length);
  await head("Regret").getByRole("button").click();
  await head("Regret").getByRole("button").click();
  const least = [...lossy].sort((a, b) => a.regret - b.regret)[0]!;
  await expect.element(rows.first()).toHaveAttribute("data-prompt", least.id);
  await right.selectOptions("1");
  await expect.poll(selected(explorer)).toBe(lossy.filter((prompt) => prompt.right === 1).length);
  await regret.fill("");
  await right.selectOptions("2");
  await expect.poll(selected(explorer)).toBe(prompts.filter((prompt) => prompt.right <= 2).length);
});

test("keyboard only: a prompt is opened, the last one is reached, and it is closed", async () => {
  const { grid, rows, detail } = panel(await openExplorer({ panels: [PromptsPanel] }));
  (grid.element() as HTMLElement).focus();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  const third = grid.getByRole("row", { selected: true });
  await expect.element(third).toHaveAttribute("aria-rowindex", "4");
  await expect.element(grid).toHaveAttribute("aria-activedescendant", third.element().id);
  const measured = detail.getByRole("list", { name: "Experts by measured loss" }).getByRole("listitem");
  await expect.poll(count(measured)).toBe(library.expertIds.length);
  await userEvent.keyboard("{End}");
  await expect.element(rows.last()).toHaveAttribute("aria-rowindex", String(prompts.length + 1));
  await expect.element(grid).toHaveAttribute("aria-activedescendant", rows.last().element().id);
  await userEvent.keyboard("{Escape}");
  await expect.element(detail).not.toBeInTheDocument();
});

test("a link restores an opened prompt, a selected domain and a sort order", async () => {
  const target = [...prompts].filter((prompt) => prompt.part === part).sort((a, b) => b.regret - a.regret)[1]!;
  const view = { in: part, at: target.id, sort: "-regret" };
  const { detail, grid, head } = panel(await openExplorer({ panels: [PromptsPanel], view }));
  await expect.element(detail).toHaveTextContent(target.part);
  await expect.element(grid.getByRole("row", { selected: true })).toHaveAttribute("data-prompt", target.id);
  await expect.element(head("Regret")).toHaveAttribute("aria-sort", "descending");
});

test("the table sorts by how many experts are right, and filters by kind", async () => {
  const explorer = await openExplorer({ panels: [PromptsPanel], view: { sort: "-right" } });
  const { rows, head } = panel(explorer);
  await expect.element(head("Right")).toHaveAttribute("aria-sort", "descending");
  const most = Math.max(...prompts.map(({ right }) => right));
  const first = rows.first().element().getAttribute("data-prompt");
  expect(prompts.filter(({ right }) => right === most).map(({ id }) => id)).toContain(first);
  const kinds = library.benchmark.kind.filter((kind) => kind !== "window");
  await explorer.region("Prompts").getByLabelText("prompts", { exact: true }).selectOptions(kinds[0]!);
  await expect.poll(selected(explorer)).toBe(kinds.filter((kind) => kind === kinds[0]).length);
  await expect.element(rows.first().getByRole("gridcell").nth(2)).toHaveTextContent(kinds[0]!);
});
