import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { type Library, openLibrary } from "../library/load.ts";
import { parseManifest } from "../library/manifest/manifest.ts";
import { minimalManifest, promptColumns, writeParquet } from "../library/testing/fixtures.ts";
import { CHOSEN_EXPERT, EVERY_EXPERT } from "../state/view/heatView.ts";
import { againstBest, outcomeTable, shareTable } from "./domainTable.ts";
import { baselines, comparablePrompts, singleOutcomes } from "./front/baselines.ts";
import { reliabilityOf } from "./reliability.ts";

let library: Library;
const ALL = Int32Array.of(0, 1, 2);

beforeAll(async () => {
  library = await openLibrary("http://a/", parseManifest(minimalManifest()), writeParquet(promptColumns()), true);
});

test("outcomes are means over the prompts of a domain or part; unmeasured values are unknown", () => {
  const { rows, values } = outcomeTable(library, "loss", ALL, "domain");
  expect(rows.map(({ id, prompts }) => [id, prompts])).toEqual([
    ["law", 2],
    ["code", 1],
  ]);
  expect([...values]).toEqual([2, 5, 3.5, Number.NaN]);
  expect(outcomeTable(library, "accuracy", ALL, "part").rows.map(({ id }) => id)).toEqual(["law", "code/c"]);
  expect(outcomeTable(library, "loss", Int32Array.of(2), "part").rows.map(({ id }) => id)).toEqual(["code/c"]);
});

test("relative to the best of a domain, the best is 0 and all others are worse", () => {
  expect([...againstBest(outcomeTable(library, "loss", ALL, "domain"), "loss").values]).toEqual([0, 3, 0, Number.NaN]);
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 }), { minLength: 1 }),
      fc.constantFrom("loss" as const, "accuracy" as const),
      (drawn, outcome) => {
        const rows = drawn.map((_, i) => ({ id: `${i}`, label: "", domain: "", prompts: 1 }));
        const { values } = againstBest({ rows, values: Float64Array.from(drawn.flat()) }, outcome);
        drawn.forEach((own, i) => {
          const found = [...values.subarray(3 * i, 3 * i + 3)];
          expect(found).toContain(0);
          for (const value of found) expect(outcome === "loss" ? value : -value).toBeGreaterThanOrEqual(0);
          // Order and differences are those of the outcomes themselves.
          expect(found[0]! - found[1]!).toBeCloseTo(own[0]! - own[1]!, 9);
        });
      },
    ),
  );
});

test("shares of a domain sum to 1 over the chosen experts", () => {
  expect([...shareTable(library, Int32Array.of(0, 1, 0), ALL, "domain").values]).toEqual([0.5, 0.5, 1, 0]);
});

test("reliability can be computed for all experts, for one, or for the chosen ones", () => {
  const choices = Int32Array.of(0, 0, -1);
  expect(reliabilityOf(library, ALL, EVERY_EXPERT, choices)).toMatchObject({ count: 3, bias: -0.5 });
  expect(reliabilityOf(library, ALL, "alpha", choices)).toMatchObject({ count: 3, meanAbsoluteError: 0.5 });
  expect(reliabilityOf(library, ALL, "beta", choices).count).toBe(0);
  expect(reliabilityOf(library, ALL, CHOSEN_EXPERT, choices).count).toBe(2);
  expect(reliabilityOf(library, ALL, "nobody", choices).count).toBe(0);
});

test("one missing score empties no cell: the prompt is skipped for every expert of its row, and counted", async () => {
  const columns = promptColumns().map((column) =>
    column.name === "loss:beta" ? { ...column, data: [null, 5.5, null] } : column,
  );
  const gaps = await openLibrary("http://a/", parseManifest(minimalManifest()), writeParquet(columns as never), true);
  const { rows, values } = outcomeTable(gaps, "loss", ALL, "domain");
  expect(rows.map(({ id, prompts, comparable }) => [id, prompts, comparable])).toEqual([
    ["law", 2, 1],
    ["code", 1, 1],
  ]);
  expect([...values]).toEqual([2.5, 5.5, 3.5, Number.NaN]);
});

test("dots of the front follow the same rule: all single-expert means are over the same prompts", () => {
  // beta has no loss on the third prompt, so alpha's does not count either.
  expect(comparablePrompts(library, "loss", ALL).rows).toEqual([0, 1]);
  expect([...singleOutcomes(library, "loss", ALL)]).toEqual([2, 5]);
  const single = baselines(library, "size", "loss", ALL).find(({ id }) => id === "single")!;
  expect(single.y).toBe(2);
});
