import { describe, expect, it } from "vitest";
import { tableReport } from "../../core/evaluation/tableReport.ts";
import { type Library, openLibrary } from "../../library/load.ts";
import { importTable } from "../../library/testing/importTable.ts";
import { outcomeTable } from "../domainTable.ts";
import { baselines, singleOutcomes } from "../front/baselines.ts";
import { front } from "../front/front.ts";
import { lambdaUnit, lossUnit } from "../lossUnit.ts";
import { sliderEnds, sliderScales } from "../policy/sliderScales.ts";
import { primaryRows } from "../rows/benchmarkRows.ts";
import { countedRows } from "../rows/countedRows.ts";
import { bestExperts, rightExperts } from "../rows/oracle.ts";
import { callCosts, reportQuestion } from "../table/reportQuestion.ts";
import { labelExperts, singleBest } from "./baselineChoices.ts";
import { regrets, routerChoices } from "./choices.ts";
import { routerScores } from "./routerScores.ts";

const TABLE =
  "id,dataset,small,big,small|total_cost,big|total_cost\n1,law,1,1,0.1,2\n2,law,0,1,0.3,4\n3,code/c,0.5,0,0.2,3\n";

async function imported(text: string): Promise<Library> {
  const { folder, manifest, contents } = await importTable(
    new TextEncoder().encode(text).buffer as ArrayBuffer,
    "t.csv",
  );
  return openLibrary(folder, manifest, contents.get(manifest.files[manifest.benchmark.prompts]!.sha256)!, true);
}

it("without a router every figure that needs none is there, and the others are empty", async () => {
  const library = await imported(TABLE);
  const rows = primaryRows(library);
  const policy = { lambdas: {}, bounds: [] };
  const choices = routerChoices(library, policy);
  expect([...choices]).toEqual([-1, -1, -1]);
  const { router, oracle } = front(library, "cost", "accuracy", policy, rows);
  expect(router.y.every(Number.isNaN)).toBe(true);
  expect(oracle.y[0]).toBeCloseTo(2.5 / 3, 6);
  const marks = baselines(library, "cost", "accuracy", rows);
  expect(marks.find(({ id }) => id === "single")!.y).toBeCloseTo(2 / 3, 6);
  expect(marks.find(({ id }) => id === "random")!.y).toBeCloseTo(3.5 / 6, 6);
  expect(regrets(library, choices).every(Number.isNaN)).toBe(true);
  expect(Number.isNaN(routerScores(library, policy, rows).routingAccuracy)).toBe(true);
  expect(outcomeTable(library, "accuracy", rows, "part").rows.map(({ id }) => id)).toEqual(["law", "code/c"]);
  expect(Object.values(sliderEnds(library, null)).every((end) => end > 0)).toBe(true);
  expect(sliderScales(library, null).cost!.lambdaAt(1)).toBeGreaterThan(0);
});

it("what is charged is what each call costs: of equal scores the cheapest counts as best", async () => {
  const library = await imported(TABLE);
  const rows = primaryRows(library);
  const { oracle } = front(library, "cost", "accuracy", { lambdas: {}, bounds: [] }, rows);
  expect(oracle.x[0]).toBeCloseTo((1000 * (0.1 + 4 + 0.2)) / 3, 3);
  // At the largest λ every prompt has its own cheapest call.
  expect(oracle.x.at(-1)).toBeCloseTo((1000 * (0.1 + 0.3 + 0.2)) / 3, 3);
  const law = rows.filter((row) => library.benchmark.domain[row] === "law");
  const marks = baselines(library, "cost", "accuracy", law);
  expect(marks.find(({ id }) => id === "single")!.x).toBeCloseTo(3000, 3);
  expect(library.constraints[0]).toMatchObject({ unit: "US dollars per 1,000 prompts", axis: "log", scale: "linear" });
});

it("λ is what a dollar per 1,000 prompts is worth in points of score", async () => {
  const library = await imported(TABLE);
  const [cost] = library.constraints;
  expect([...cost!.score]).toEqual([...cost!.raw]);
  const { oracle } = front(library, "cost", "accuracy", { lambdas: {}, bounds: [] }, primaryRows(library));
  // Only on the second prompt is the dear model better: by 1 point, for 4000 − 300 dollars per 1,000 prompts.
  expect(oracle.lambda).toHaveLength(2);
  expect(oracle.lambda[1]).toBeCloseTo(1 / 3700, 9);
  expect(lambdaUnit(lossUnit(library.manifest), cost!)).toBe("points per dollar per 1,000 prompts");
});

describe("where a score or a cost is missing", () => {
  const GAPS =
    "id,dataset,small,big,small|total_cost,big|total_cost\n1,law,1,1,0.1,2\n2,law,,1,0.3,4\n3,code/c,0,1,0.2,3\n4,code/c,1,0,0.2,\n5,maths,,0,0.2,1\n";

  it("a prompt counts nowhere: not for singles, baselines, oracle or heat map, as in the report", async () => {
    const library = await imported(GAPS);
    const rows = countedRows(library, primaryRows(library));
    expect([...rows]).toEqual([0, 2]);
    const policy = { lambdas: {}, bounds: [] };
    expect([...singleOutcomes(library, "accuracy", rows)]).toEqual([0.5, 1]);
    expect(front(library, "cost", "accuracy", policy, rows).oracle.y[0]).toBe(1);
    const marks = baselines(library, "cost", "accuracy", rows).map(({ id, x, y }) => [id, x, y]);
    expect(marks).toEqual([["single", 2500, 1], ["random", (150 + 2500) / 2, 0.75], ["domain", 1550, 1], ["part", 1550, 1]]); // biome-ignore format: a table
    const { rows: sets, values } = outcomeTable(library, "accuracy", primaryRows(library), "domain");
    expect(sets.map(({ id, prompts, comparable }) => [id, prompts, comparable])).toEqual([["law", 2, 1], ["code/c", 2, 1], ["maths", 1, 0]]); // biome-ignore format: a table
    expect([...values]).toEqual([1, 1, 0, 1, Number.NaN, Number.NaN]);
    const report = await tableReport(
      { scores: library.benchmark.accuracies, costs: callCosts(library), ...reportQuestion(library, primaryRows(library)), clusters: primaryRows(library) }, // biome-ignore format: one line
      async (bootstrap) => bootstrap.run(bootstrap.resamples),
    );
    expect([report.prompts, report.asked, report.oracle.score.value, report.oracle.cost.value]).toEqual([
      2, 5, 1, 1550,
    ]);
    expect(report.models.map((one) => one!.score.value)).toEqual([0.5, 1]);
  });

  it("a model without any cost is compared by score, and the oracle of the front does not choose it", async () => {
    const library = await imported("id,a,b,c,a|total_cost,b|total_cost\n1,0,1,1,0.1,2\n2,0,0,1,0.1,2\n");
    const rows = countedRows(library, primaryRows(library));
    expect(rows).toBe(primaryRows(library));
    expect([...singleOutcomes(library, "accuracy", rows)]).toEqual([0, 0.5, 1]);
    const { oracle } = front(library, "cost", "accuracy", { lambdas: {}, bounds: [] }, rows);
    expect([oracle.y[0], Math.min(...oracle.known)]).toEqual([0.5, 1]);
  });
});

it("of models with the same score the cheapest is the best single one", async () => {
  const library = await imported("id,a,b,a|total_cost,b|total_cost\n1,0,1,2,0.1\n2,1,0,2,0.1\n");
  expect(singleBest(library, primaryRows(library))).toBe(1);
  expect([...labelExperts(library, "domain")]).toEqual([1, 1]);
});

it("a table of more than two models without costs has nothing on an axis", async () => {
  const library = await imported("prompt,a,b,c\nx,1,0,1\ny,0,1,1\n");
  expect(library.constraints).toEqual([]);
  expect(sliderScales(library, null)).toEqual({});
});

it("the best expert of a prompt is the cheapest of equals, and none is right where all score 0", async () => {
  const library = await imported(
    "id,small,big,small|total_cost,big|total_cost\n1,1,1,2,0.1\n2,0,0,0.3,4\n3,0.5,0,0.2,3\n",
  );
  expect([...bestExperts(library)]).toEqual([1, 0, 0]);
  expect([...rightExperts(library)]).toEqual([2, 0, 1]);
});
