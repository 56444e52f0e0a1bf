import { beforeAll, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Library } from "../../library/load.ts";
import { PromptBar } from "../prompt/PromptBar.tsx";
import { LiveSummary } from "../summary/LiveSummary.tsx";
import { count, openExplorer, savedCsv, savedText, smallLibrary, texts } from "../testing/explorer.tsx";
import { DecisionPanel } from "./DecisionPanel.tsx";

const COURT = "The appellant contends that the district court erred in granting summary judgment.";
const panels = [PromptBar, DecisionPanel];

let library: Library;

beforeAll(async () => {
  library = await smallLibrary();
});

test("every expert is ranked, best first, and the list follows a slider", async () => {
  const explorer = await openExplorer({ panels });
  const id = await explorer.decide(COURT);
  const items = explorer.ranked.getByRole("listitem");
  await expect.poll(count(items)).toBe(library.expertIds.length);
  await expect.element(items.first()).toHaveAttribute("data-expert", id);
  await explorer.press(explorer.slider("Size"), "{End}");
  const size = library.constraints.find((constraint) => constraint.id === "size")!;
  await expect.element(items.first()).toHaveAttribute("data-expert", library.expertIds[size.score.indexOf(0)]!);
});

test("every “go there” brings the expert that it names, at the λ where it takes over", async () => {
  const explorer = await openExplorer({ panels });
  await explorer.decide(COURT);
  const decision = explorer.region("Decision");
  await expect.element(decision).toHaveTextContent(/\d+\.\d\d nats/);
  const labels = new Map(library.manifest.experts.map(({ id, label }) => [label, id]));
  let changes = 0;
  for (const { label: constraint } of library.constraints) {
    const link = decision.getByRole("button", { name: new RegExp(`^Go there: ${constraint} above`) });
    if (count(link)() === 0) continue;
    changes++;
    const [, taking] = /where (.*) takes over$/.exec(link.element().getAttribute("aria-label")!)!;
    await link.click();
    await expect.element(explorer.chosen.getByCSS("strong")).toHaveTextContent(labels.get(taking!)!);
    await expect
      .poll(() => Number((explorer.slider(constraint).element() as HTMLInputElement).value))
      .toBeGreaterThan(0);
    await decision.getByRole("button", { name: "All λ to 0" }).click();
    await expect.element(explorer.slider(constraint)).toHaveValue("0");
  }
  expect(changes).toBeGreaterThan(0);
});

test("a dominated expert says by whom, and that one costs no more in anything", async () => {
  const explorer = await openExplorer({ panels });
  await explorer.decide(COURT);
  const rows = explorer.ranked
    .getByRole("listitem")
    .elements()
    .map((row) => ({
      id: (row as HTMLElement).dataset.expert!,
      spoken: row.querySelector(".visually-hidden")?.textContent ?? "",
    }));
  const place = new Map(rows.map(({ id }, k) => [id, k]));
  const labelOf = new Map(library.manifest.experts.map(({ id, label }) => [id, label]));
  // An unknown value is charged as the worst.
  const scores = (id: string) =>
    library.constraints.map(({ score }) => {
      const own = score[library.expertIds.indexOf(id)]!;
      return Number.isNaN(own) ? 1 : own;
    });
  let dominated = 0;
  for (const { id, spoken } of rows) {
    const by = /dominated by (.*)$/.exec(spoken)?.[1];
    const better = rows.filter(
      (other) => place.get(other.id)! < place.get(id)! && scores(other.id).every((score, k) => score <= scores(id)[k]!),
    );
    // λ is 0, so that the list is in the order of the predicted losses.
    expect([id, by !== undefined]).toEqual([id, better.length > 0]);
    if (by === undefined) continue;
    dominated++;
    // "A", "A and B" or "A and 3 others": the first is the one of least loss.
    expect(by.startsWith(labelOf.get(better[0]!.id)!)).toBe(true);
  }
  expect(dominated).toBeGreaterThan(0);
});

test("the saved decision shows every expert's bar and sum, one part a constraint with λ > 0", async () => {
  const explorer = await openExplorer({ panels });
  await explorer.decide(COURT);
  await explorer.press(explorer.slider("Size"), "{PageUp}");
  await explorer.press(explorer.slider("Recency"), "{PageUp}");
  const found = explorer.ranked.getByCSS(".bar");
  await expect.poll(() => found.elements().every((bar) => bar.children.length === 3)).toBe(true);
  // The bars come to rest first.
  await Promise.all(document.getAnimations().map((animation) => animation.finished));
  const bars = found.elements().map((bar) => [...bar.children].map((part) => part.getBoundingClientRect().width));
  const totals = texts(explorer.ranked.getByCSS(".expert-loss"))();
  const svg = await savedText(explorer.region("Decision").getByRole("button", { name: "Save decision as SVG" }));
  const written = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);
  expect(written.filter((text) => /^\d+\.\d–\d+\.\d$/.test(text))).toEqual(totals);
  const widths = [...svg.matchAll(/<rect[^>]* width="([\d.]+)" height="9"/g)].map(([, width]) => Number(width));
  const seen = bars.flat().filter((width) => width > 0);
  expect(widths.length).toBe(seen.length);
  for (const [k, width] of widths.entries()) expect(width).toBeCloseTo(seen[k]!, 1);
});

test("the decision's figures are saved: predicted loss and costs add up to the objective", async () => {
  const explorer = await openExplorer({ panels });
  await explorer.decide(COURT);
  await explorer.press(explorer.slider("Size"), "{End}");
  const save = explorer.region("Decision").getByRole("button", { name: "Save decision as CSV" });
  const [head, ...rows] = await savedCsv(save);
  expect(head).toEqual(["expert", "predicted loss", "size λC", "objective"]);
  expect(rows.length).toBe(library.expertIds.length);
  const [expert, loss, cost, sum] = rows[0]!;
  expect(expert).toBe(explorer.chosen.getByCSS("strong").element().textContent);
  expect(Number(loss) + Number(cost)).toBeCloseTo(Number(sum), 5);
});

test("what an expert is, is told to pointer, keyboard and screen reader, and goes with Escape", async () => {
  const explorer = await openExplorer({ panels });
  const chosen = await explorer.decide(COURT);
  const { description } = library.manifest.experts.find(({ id }) => id === chosen)!;
  const name = explorer.ranked.getByRole("listitem").first().getByCSS(".expert-name");
  const tip = page.getByRole("tooltip");
  await expect.element(tip).not.toBeInTheDocument();
  expect(name.element().getAttribute("aria-description")).toContain(description);

  await name.hover();
  await expect.element(tip).toHaveTextContent(description);
  // The pointer may go onto the tip without losing it (WCAG 2.2, 1.4.13).
  await tip.hover();
  await new Promise((done) => setTimeout(done, 400));
  await expect.element(tip).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await expect.element(tip).not.toBeInTheDocument();

  await explorer.prompt.hover();
  (name.element() as HTMLElement).focus();
  await userEvent.keyboard("{Shift>}{Tab}{/Shift}{Tab}");
  await expect.element(name).toHaveFocus();
  await expect.element(tip).toHaveTextContent(description);
  const box = tip.element().getBoundingClientRect();
  expect(box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight).toBe(true);
});

test("what is decided is read out once a slider has come to rest, and no content hides in a title", async () => {
  const explorer = await openExplorer({ panels: [...panels, LiveSummary] });
  const read = page.getByRole("status", { name: "Plots", exact: true });
  await explorer.decide(COURT);
  await expect.element(read).toHaveTextContent(/\d+ of the \d+ nearest/);
  await explorer.press(explorer.slider("Size"), "{End}");
  await expect.element(read).toHaveTextContent(/Size λ = .*λ = 0/);
  expect(document.querySelectorAll("[title], svg title")).toHaveLength(0);
});
