import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { writeRowSet } from "../../../core/rowSet.ts";
import type { Library } from "../../load.ts";
import { importedLibrary } from "../../testing/importedLibrary.ts";
import { LEFT_OUT, NO_EDITS, type TableEdits } from "./tableEdits.ts";
import { withTableEdits } from "./withTableEdits.ts";

const CSV =
  "id,dataset,prompt,a,b,c,a_cost,b_cost,c_cost\n" +
  "1,law,x,1,0,0.5,0.001,0,0.01\n2,law,y,0,1,1,0.002,0,0.02\n3,maths,x,0,0,1,0.003,0,0.03\n4,maths,z,0,0,0,0.002,0,0.02\n";

let table: Library;
beforeAll(async () => {
  table = await importedLibrary({ "t.csv": CSV });
});

const edited = (edits: Partial<TableEdits>, of = table) => withTableEdits(of, { ...NO_EDITS, ...edits });
const scores = ({ benchmark }: Library) => [...benchmark.accuracies.data].map((score) => Number(score.toFixed(6)));
const out = ({ benchmark }: Library) => [...benchmark.kind.keys()].filter((row) => benchmark.kind[row] === LEFT_OUT);
const constraint = (library: Library, id: string) => library.constraints.find((one) => one.id === id);
const raw = (library: Library, id: string) =>
  [...(constraint(library, id)?.raw ?? [])].map((one) => Number(one.toFixed(6)));

it("without edits the table is the same object", () => {
  expect(withTableEdits(table, NO_EDITS)).toBe(table);
  expect(edited({ values: { cost: {} } })).toBe(table);
});

it("hidden models have no columns, and C of a cost stays what the calls cost", () => {
  const shown = edited({ hidden: ["b"] });
  expect(shown.expertIds).toEqual(["a", "c"]);
  expect(shown.manifest.experts.map(({ id }) => id)).toEqual(["a", "c"]);
  expect(scores(shown)).toEqual([1, 0.5, 0, 1, 0, 1, 0, 0]);
  expect(raw(shown, "cost")).toEqual([2, 20]);
  expect([...constraint(shown, "cost")!.score]).toEqual([...constraint(shown, "cost")!.raw]);
  expect(constraint(shown, "cost")!.calls).toMatchObject({ rows: 4, columns: 2 });
  expect(edited({ hidden: ["a", "b", "c"] }).expertIds).toEqual(["a", "b", "c"]);
});

it("prompts are left out by data set, one by one or both, and means of costs follow", () => {
  expect(out(edited({ datasets: ["maths"] }))).toEqual([2, 3]);
  const shown = edited({ rows: writeRowSet([0]), datasets: ["maths"] });
  expect(out(shown)).toEqual([0, 2, 3]);
  expect(shown.manifest.benchmark.kinds).toEqual({ window: 1, [LEFT_OUT]: 3 });
  expect(raw(shown, "cost")).toEqual([2, 0, 20]);
  expect(table.benchmark.kind).toEqual(["window", "window", "window", "window"]);
});

describe("remedies", () => {
  const remedyOf = (finding: string, place = 0) =>
    table.manifest.benchmark.findings!.find(({ id }) => id === finding)!.remedies[place]!.id;

  it("repeats are averaged into their first row", () => {
    const shown = edited({ remedies: [remedyOf("duplicates", 0)] });
    expect(scores(shown).slice(0, 3)).toEqual([0.5, 0, 0.75]);
    expect(out(shown)).toEqual([2]);
    expect(raw(shown, "cost")).toEqual([2, 0, 20]);
  });

  it("a cost of 0 becomes unknown", () => {
    const shown = edited({ remedies: [remedyOf("free")] });
    expect(raw(shown, "cost")).toEqual([2, Number.NaN, 20]);
    // The objective takes an unknown cost for the largest one.
    const [, , dearest] = constraint(shown, "cost")!.raw;
    expect([...constraint(shown, "cost")!.score].slice(1)).toEqual([dearest, dearest]);
  });

  it("unsolved prompts are left out", () => expect(out(edited({ remedies: [remedyOf("unsolved")] }))).toEqual([3]));

  it("one that the table does not offer does nothing", () =>
    expect(scores(edited({ remedies: ["other"] }))).toEqual(scores(table)));

  it("two spellings of a model become one, failed calls missing, scores of another scale comparable", async () => {
    const other = await importedLibrary({
      "t.csv":
        "model,prompt,score,error\ngpt-4,x,0,HTTP 503\ngpt-4,y,1,\nGPT 4,z,1,\nllama,x,0,\nllama,y,1,\nllama,z,0,\n",
    });
    const merged = edited({ remedies: ["same-name"] }, other);
    expect([merged.expertIds, scores(merged)]).toEqual([["gpt-4", "llama"], [0, 0, 1, 1, 1, 0]]); // biome-ignore format: a table
    // Two models without costs: the share of calls to the stronger one.
    expect(merged.constraints.map(({ id, raw: values }) => [id, ...values])).toEqual([["strong-calls", 1, 0]]);
    expect(scores(edited({ remedies: ["same-name", "failed"] }, other)).slice(0, 2)).toEqual([Number.NaN, 0]);
  });
});

describe("what if", () => {
  it("a cost that is changed changes every call alike", () => {
    const shown = edited({ values: { cost: { a: 4, b: 1 } } });
    expect(raw(shown, "cost")).toEqual([4, 1, 20]);
    const calls = [...constraint(shown, "cost")!.calls!.data].map((cost) => Number(cost.toFixed(5)));
    expect(calls).toEqual([2, 1, 10, 4, 1, 20, 6, 1, 30, 4, 1, 20]);
    expect(constraint(shown, "cost")!.measured).toMatch(/entered by you$/);
  });

  it("sizes and dates that the table does not have become constraints", () => {
    const shown = edited({ values: { size: { a: 7e9, c: 70e9 } }, dates: { a: "2025", b: "2026-01-15" } });
    expect(shown.constraints.map(({ id }) => id)).toEqual(["cost", "size", "recency"]);
    expect(raw(shown, "size")).toEqual([7e9, Number.NaN, 70e9]);
    expect([...constraint(shown, "size")!.score]).toEqual([0, Number.NaN, 1]);
    expect(raw(shown, "recency")).toEqual([0.54, 0, Number.NaN]);
  });

  it("a table without costs gets a front from costs that are entered", async () => {
    const plain = await importedLibrary({ "t.csv": "prompt,a,b,c\nx,1,0,1\ny,0,1,1\n" });
    expect(plain.constraints).toEqual([]);
    expect(raw(edited({ values: { cost: { a: 1, b: 2, c: 3 } } }, plain), "cost")).toEqual([1, 2, 3]);
  });

  it("impossible values are ignored", () =>
    expect(raw(edited({ values: { cost: { a: -1 }, size: { a: 0 } } }), "cost")).toEqual([2, 0, 20]));
});

it("any edits give a table whose parts fit, and leave the imported one alone", () => {
  const before = JSON.stringify([scores(table), table.constraints, table.manifest.experts]);
  const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "stranger"));
  const remedies = table.manifest.benchmark.findings!.flatMap((finding) => finding.remedies.map(({ id }) => id));
  fc.assert(
    fc.property(
      fc.record({
        remedies: fc.uniqueArray(fc.constantFrom(...remedies, "other")),
        hidden: ids,
        datasets: fc.uniqueArray(fc.constantFrom("law", "maths", "other")),
        rows: fc.option(fc.uniqueArray(fc.nat(9)).map(writeRowSet)),
        values: fc.record({
          cost: fc.dictionary(fc.constantFrom("a", "b"), fc.double({ min: 0, max: 9, noNaN: true })),
        }),
        dates: fc.dictionary(fc.constantFrom("a", "c"), fc.constantFrom("2020", "2025-02")),
      }),
      (edits) => {
        const shown = withTableEdits(table, edits);
        const width = shown.expertIds.length;
        expect(width).toBeGreaterThan(0);
        const { losses, accuracies, predicted, calls, kind } = shown.benchmark;
        for (const one of [losses, accuracies, predicted, ...calls!.values()]) {
          expect([one.rows, one.columns, one.data.length]).toEqual([4, width, 4 * width]);
        }
        for (const { id, raw: values, score } of shown.constraints) {
          expect([values.length, score.length]).toEqual([width, width]);
          for (const c of score) expect(Number.isNaN(c) || (c >= 0 && (c <= 1 || id === "cost"))).toBe(true);
        }
        expect(Object.values(shown.manifest.benchmark.kinds!).reduce((a, b) => a + b)).toBe(kind.length);
      },
    ),
  );
  expect(JSON.stringify([scores(table), table.constraints, table.manifest.experts])).toBe(before);
});
