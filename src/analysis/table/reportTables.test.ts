import { expect, it } from "vitest";
import { measuredCalls } from "../../core/evaluation/measuredCalls.ts";
import { pairedModels } from "../../core/evaluation/pairedModels.ts";
import { datasetTable } from "./datasetTable.ts";
import { dollars4, score4 } from "./figureFormats.ts";
import { reportAhead } from "./reportAhead.ts";
import { callCosts } from "./reportQuestion.ts";
import { reportFigures, reportModels, reportPolicies, reportTextTables } from "./reportTables.ts";
import { reported } from "./testing/reported.ts";
import { toLatex, toMarkdown } from "./textTable.ts";

const CSV =
  "id,dataset,prompt,small,big,small|total_cost,big|total_cost\n" +
  "1,law,a,1,1,0.0001,0.01\n2,law,b,0,1,0.0002,0.02\n3,maths,c,0,0,0.0004,0.03\n4,maths,d,1,0,0.0001,0.04\n5,maths,e,,1,0.0001,0.04\n";

it("the report on an imported table: baselines and oracle with their costs, in four digits", async () => {
  const { report, names } = await reported(CSV);
  const value = (cell: string) => cell.split(" [")[0];
  expect(reportPolicies(report, names).map(({ id, score, cost }) => [id, value(score), value(cost)])).toEqual([
    ["best", "0.5000", "$0.2000"],
    ["random", "0.5000", "$12.60"],
    ["matched", "0.5000", "$5.150"],
    ["dataset", "0.5000", "$2.675"],
    ["dataset-in-sample", "0.7500", "$7.625"],
    ["oracle", "0.7500", "$5.150"],
  ]);
  const figures = Object.fromEntries(reportFigures(report, names).map(({ id, value: cell }) => [id, value(cell)]));
  expect(figures).toMatchObject({
    headroom: "0.2500",
    "all-right": "0.2500",
    "none-right": "0.2500",
    gap: "0.0000",
    apgr: "n/a",
  });
  expect(reportFigures(report, names).find(({ id }) => id === "apgr")!.note).toMatch(/no gap to recover/);
  expect(reportModels(report, names).rows.map(([name, , , front]) => [name, front])).toEqual([["small", "hull"], ["big", ""]]); // biome-ignore format: a table
});

it.each([
  ["two models and data sets", CSV],
  ["three models without costs", "id,prompt,a,b,c\n1,x,1,0,1\n2,y,0,1,1\n3,z,0,0,1\n"],
])("before it is known, a report has the lines that it will have: %s", async (_, csv) => {
  const { library, rows, report, names } = await reported(csv);
  const sets = library.manifest.domains.map(({ label }) => label);
  const lines = (one: typeof report) =>
    reportTextTables("t", one, names, datasetTable(one.datasets, names, sets)).map(({ head, rows: of }) => [
      head,
      of.length,
    ]);
  expect(lines(reportAhead(library, rows))).toEqual(lines(report));
});

it("figures by data set, and for two models on the same prompts", async () => {
  const { library, rows, report, names } = await reported(CSV);
  const sets = library.manifest.domains.map(({ label }) => label);
  const table = datasetTable(report.datasets, names, sets)!;
  expect(table.rows.map(([label, prompts, best]) => [label, prompts, best])).toEqual([["law", "2", "big"], ["maths", "2", "small"], ["Macro average", "4", "small"], ["Micro average", "4", "small"]]); // biome-ignore format: a table
  const calls = measuredCalls(library.benchmark.accuracies, callCosts(library), rows);
  expect(pairedModels(calls, 0, 1)).toMatchObject({ wins: 1, ties: 2, losses: 1 });
});

it("it is copied as Markdown and LaTeX, with escaped names", async () => {
  const { report, names } = await reported(CSV.replaceAll("small", "m_1|x&y"));
  const tables = reportTextTables("t_1.csv", report, names, datasetTable(report.datasets, names, ["law", "maths"]));
  expect(toMarkdown(tables)).toContain("| Best single model: m\\_1\\|x&y | 0.5000 [");
  expect(toLatex(tables)).toContain("Best single model: m\\_1|x\\&y & 0.5000 [");
});

it.each([
  [0.00001234567, "$0.00001235"],
  [0.5092, "$0.5092"],
  [12.6, "$12.60"],
  [1234.5, "$1235"],
  [0, "$0"],
  [Number.NaN, "n/a"],
])("%d dollars are %s", (value, written) => expect(dollars4(value)).toBe(written));

it("a score has four digits", () =>
  expect([score4(0.56264), score4(-0.5), score4(Number.NaN)]).toEqual(["0.5626", "−0.5000", "n/a"]));
