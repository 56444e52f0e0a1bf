import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { UndoButtons } from "../header/UndoButtons.tsx";
import { openExplorer, settled } from "../testing/explorer.tsx";
import { TableReportPanel } from "./TableReportPanel.tsx";

const rows = Array.from({ length: 30 }, (_, i) => {
  const text = i % 10 === 9 ? "again" : `prompt ${i}`;
  return `${i},${text},${i % 2 ? "law" : "maths"},${i % 2},${Number(i % 5 > 0 && i % 2 === 0)},${i % 2},0,0.01,0.02`;
});
const table = { "t.csv": `id,prompt,dataset,small,big,twin,small_cost,big_cost,twin_cost\n${rows.join("\n")}\n` };

const report = page.getByRole("region", { name: "Table report" });
const findings = report.getByRole("region", { name: "Findings" });
const remedy = (name: string | RegExp) => findings.getByRole("button", { name });
const best = report.getByRole("row", { name: /^Best single model/ });

test("a finding's remedy changes the report, can be undone, and all are reset", async () => {
  const explorer = await openExplorer({ panels: [UndoButtons, TableReportPanel], table });
  await expect.element(report).toHaveTextContent("30 prompts, 3 models");
  await expect.element(best).toHaveTextContent("$0");
  await settled();
  const free = remedy(/^Treat a cost of 0 of small as unknown/);
  await expect.element(free).toHaveAttribute("aria-pressed", "false");
  await free.click();
  // Of two models with the same score the cheapest is the best: one whose cost is unknown is not.
  await expect.element(best).toHaveTextContent("twin");
  await settled();
  await remedy("Hide twin").click();
  await expect.element(report).toHaveTextContent("30 prompts, 2 models");
  await settled();
  await remedy(/^Exclude 2 repeats/).click();
  await expect.element(report).toHaveTextContent("28 prompts, 2 models");
  await expect
    .element(report)
    .toHaveTextContent("Shown with changes: 1 of 3 models hidden; 2 of 30 prompts left out; treat a cost of 0");
  await settled();
  expect(explorer.inLink("mend")).toBe("free~twins~duplicates-2");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.element(report).toHaveTextContent("30 prompts, 2 models");
  await expect.element(remedy(/^Exclude 2 repeats/)).toHaveAttribute("aria-pressed", "false");
  await report.getByRole("button", { name: "Reset changes" }).click();
  await expect.element(report).toHaveTextContent("30 prompts, 3 models");
  await expect.element(report.getByRole("button", { name: "Reset changes" })).not.toBeInTheDocument();
  await expect.element(best).toHaveTextContent("$0");
});

test("a link opens the table with its changes", async () => {
  await openExplorer({ panels: [TableReportPanel], table, view: { mend: "duplicates-1", without: "big" } });
  await expect.element(report).toHaveTextContent("28 prompts, 2 models");
  await expect.element(remedy("Merge repeats into their mean")).toHaveAttribute("aria-pressed", "true");
});
