import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { read } from "../testing/importFixture.ts";
import { guarded, ownRoles, unguarded } from "./ownForm.ts";
import { type TableFormat, type WrittenTable, writeTable } from "./writeTable.ts";

const written = async (table: WrittenTable, format: TableFormat) =>
  new Uint8Array(await new Blob(writeTable(table, format)).arrayBuffer());

/** What is imported from a written table, in the same form. */
async function again(table: WrittenTable, format: TableFormat): Promise<WrittenTable> {
  const { table: found } = await read({ [`t.${format}`]: await written(table, format) });
  return {
    models: found.models,
    ids: found.prompts.map(({ id }) => id),
    datasets: found.prompts.map(({ dataset }) => dataset),
    texts: found.hasTexts ? found.prompts.map(({ text }) => text) : null,
    scores: Float32Array.from(found.scores),
    costs: found.costs && Float32Array.from(found.costs, (cost) => cost * 1_000),
  };
}

const NASTY = ["a", "é", ",", ";", '"', "\n", "\r", "\t", "|", " ", "1", "=", "+", "-", "@", "'", "<", "\u{1F600}", "[", "{", "#", "%"]; // biome-ignore format: a list
const text = (maxLength: number) => fc.string({ unit: fc.constantFrom(...NASTY), maxLength });
const name = fc
  .oneof(
    text(8).map((own) => own.trim()),
    fc.constantFrom(
      "id",
      "score",
      "gpt_cost",
      "difficulty",
      "__proto__",
      "constructor",
      "m:1",
      "cost:a",
      "x|total_cost",
    ),
  )
  .filter((own) => own !== "");
const score = (raw: boolean) =>
  fc.oneof(
    { weight: 5, arbitrary: raw ? fc.float({ min: -100, max: 100, noNaN: true }) : fc.float({ min: 0, max: 1, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  ); // biome-ignore format: two kinds
const cost = fc.oneof(fc.float({ min: 0, max: 100, noNaN: true }), fc.constantFrom(0, Number.NaN));

const table: fc.Arbitrary<WrittenTable> = fc
  .record({
    models: fc.uniqueArray(name, { minLength: 2, maxLength: 4 }),
    rows: fc.integer({ min: 1, max: 6 }),
    raw: fc.boolean(),
    priced: fc.boolean(),
    read: fc.boolean(),
  })
  .chain(({ models, rows, raw, priced, read: hasTexts }) => {
    const cells = (of: fc.Arbitrary<number>) =>
      fc.array(of, { minLength: models.length * rows, maxLength: models.length * rows }).map((all) => {
        // A model without a single value is none; the first row is complete.
        return Float32Array.from(all, (value, i) =>
          i < models.length && Number.isNaN(value) ? 0.5 : Object.is(value, -0) ? 0 : value,
        );
      });
    const list = (of: fc.Arbitrary<string>) => fc.array(of, { minLength: rows, maxLength: rows });
    return fc.record({
      models: fc.constant(models),
      ids: fc.uniqueArray(
        text(6).filter((id) => id !== ""),
        { minLength: rows, maxLength: rows },
      ),
      datasets: list(text(6).map((own) => own.trim() || "d")),
      texts: hasTexts ? list(text(12).map((own) => `${own}x`)) : fc.constant(null),
      scores: cells(score(raw)),
      costs: priced ? cells(cost) : fc.constant(null),
    });
  });

describe("a table that is written", () => {
  it.each<TableFormat>(["csv", "parquet"])("as %s is unchanged when it is imported", async (format) => {
    await fc.assert(
      fc.asyncProperty(table, async (own) => {
        expect(await again(own, format)).toEqual(own);
      }),
      { numRuns: 150 },
    );
  });

  it("is told by its commas, whatever its names are made of", async () => {
    const own: WrittenTable = {
      models: [";;;a", "a"],
      ids: [";"],
      datasets: ["d"],
      texts: null,
      scores: Float32Array.of(0.5, 0),
      costs: Float32Array.of(0, 0),
    };
    expect(await again(own, "csv")).toEqual(own);
  });

  it("has short numbers, costs of one call, and no cell that a spreadsheet would run", async () => {
    const own: WrittenTable = {
      models: ["gpt", "=SUM(A1)"],
      ids: ["1", "@2"],
      datasets: ["law", "law"],
      texts: ["Why?", '=HYPERLINK("http://x")'],
      scores: Float32Array.of(0.1, 1, Number.NaN, 0),
      costs: Float32Array.of(0.03, Number.NaN, 12.5, Number.NaN),
    };
    const lines = new TextDecoder().decode(await written(own, "csv")).split("\r\n");
    expect(lines).toEqual([
      "id,dataset,prompt,score:gpt,score:=SUM(A1),cost:gpt",
      "1,law,Why?,0.1,1,0.00003",
      `"'@2",law,"'=HYPERLINK(""http://x"")",,0,0.0125`,
      "",
    ]);
  });

  it.each<TableFormat>(["csv", "parquet"])("as %s keeps tokens, constraints and others' decisions", async (format) => {
    const own: WrittenTable = {
      models: ["gpt", "a:b"],
      ids: ["1", "2"],
      datasets: ["law", "law"],
      texts: null,
      scores: Float32Array.of(1, 0, 0, 1),
      costs: null,
      measures: [
        { prefix: "constraint latency:", cells: Float32Array.of(0.1, 2, Number.NaN, 3) },
        { prefix: "input tokens:", cells: Float32Array.of(7, 7, 9, 9) },
      ],
      routers: [
        { name: "mf", cells: ["gpt", ""] },
        { name: "by score", cells: ["0.5", "-1"] },
      ],
    };
    const { table: found, routers } = await read({ [`t.${format}`]: await written(own, format) });
    expect([found.models, [...found.measures!.keys()]]).toEqual([["gpt", "a:b"], ["latency"]]);
    expect([...found.measures!.get("latency")!].map(Math.fround)).toEqual([...own.measures![0]!.cells]);
    expect(found.inputTokens).toEqual(Float64Array.of(7, 7, 9, 9));
    expect(routers).toEqual([
      { name: "mf", choices: Int32Array.of(0, -1), scores: null },
      { name: "by score", choices: null, scores: Float64Array.of(0.5, -1) },
    ]);
  });

  it("guards are taken off again, and only those", () => {
    fc.assert(
      fc.property(text(5), (own) => {
        expect(unguarded(guarded(own))).toBe(own);
      }),
    );
    expect([unguarded("'tis"), unguarded("it's")]).toEqual(["'tis", "it's"]);
  });

  it("other tables are not taken for one that was written here", () => {
    expect(ownRoles(["id", "dataset", "prompt", "gpt", "llama"])).toBeNull();
    expect(ownRoles(["prompt", "score:gpt", "score:llama"])).toBeNull();
    expect(ownRoles(["id", "dataset"])).toBeNull();
  });
});
