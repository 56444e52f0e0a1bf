import { expect, it } from "vitest";
import { type Library, openLibrary } from "../../library/load.ts";
import { importTable } from "../../library/testing/importTable.ts";
import { outcomeTable } from "../domainTable.ts";
import { baselines } from "../front/baselines.ts";
import { front } from "../front/front.ts";
import { sliderEnds, sliderScales } from "../policy/sliderScales.ts";
import { primaryRows } from "../rows/benchmarkRows.ts";
import { bestExperts, rightExperts } from "../rows/oracle.ts";
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
