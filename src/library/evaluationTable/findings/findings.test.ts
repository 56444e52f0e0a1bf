/** Small tables with one planted fault each: it is found, its sentence says what it does, and its remedy is the right one. */
import { describe, expect, it } from "vitest";
import { rowsInSet } from "../../../core/rowSet.ts";
import { type Files, read } from "../testing/importFixture.ts";

const found = async (files: Files) => new Map((await read(files)).findings.map((finding) => [finding.id, finding]));
const lines = (head: string, rows: readonly string[]) => `${head}\n${rows.join("\n")}\n`;
const range = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

describe("findings about prompts", () => {
  it("repeated ids and prompts are merged, or only the first is kept", async () => {
    const table = await found({ "t.csv": "id,prompt,a,b\n1,x,1,0\n2,y,1,1\n1,x,0,1\n3,x,1,0\n" });
    const [merge, first] = table.get("duplicates")!.remedies;
    expect(merge!.change).toMatchObject({ kind: "average-rows", into: [0, 0] });
    expect(first!.change.kind === "leave-out-rows" && rowsInSet(first!.change.rows, 4)).toEqual([2, 3]);
    expect(table.get("ids")!.text).toMatch(/1 row repeats an id/);
    expect(table.get("ids")!.remedies[0]!.change).toMatchObject({ kind: "average-rows", into: [0] });
    expect(new Set([...table.values()].flatMap(({ remedies }) => remedies.map(({ id }) => id))).size).toBe(4);
  });

  it("prompts that nobody solves can be excluded", async () => {
    const { text, remedies } = (await found({ "t.csv": "prompt,a,b\nx,0,0\ny,1,0\nz,0,0\n" })).get("unsolved")!;
    expect(text).toMatch(/2 prompts have the score 0 from every model/);
    expect(remedies[0]).toMatchObject({ id: "unsolved", label: "Exclude 2 unsolved prompts" });
  });

  it("prompts of one file in another are a leak, verbatim or nearly so", async () => {
    const long = "The quick brown fox jumps over the lazy dog near the quiet river bank today";
    const findings = await found({
      "train.csv": `prompt,a,b\n${long},1,0\nonly here,0,1\nshared,1,1\n`,
      "test.csv": `prompt,a,b\nshared,1,0\n${long} now,0,1\nelsewhere,1,1\n`,
    });
    const { text, remedies } = findings.get("leak")!;
    expect(text).toMatch(/^1 prompt stands in both train and test, and 1 more does nearly word for word/);
    const [{ label, change }] = remedies as [(typeof remedies)[number]];
    expect(label).toBe("Exclude 2 shared prompts of test");
    expect(change.kind === "leave-out-rows" && rowsInSet(change.rows, 6)).toEqual([3, 4]);
  });

  it("many prompts with common words are compared in little time", async () => {
    const rows = (from: number) =>
      range(3_000, (i) => `what is the sum of ${i + from} and ${7 * (i + from)} in the end,1,${i % 2}`);
    const findings = await found({
      "a.csv": lines("prompt,a,b", rows(0)),
      "b.csv": lines("prompt,a,b", rows(2_990)),
    });
    expect(findings.get("leak")!.text).toMatch(/^10 prompts stand in both/);
  });
});

describe("findings about models", () => {
  it("a model with constant scores is hidden", async () => {
    const { text, remedies } = (await found({ "t.csv": "prompt,a,b,c\nx,1,0,1\ny,1,1,0\n" })).get("constant")!;
    expect(text).toMatch(/Always the same score: a\./);
    expect(remedies[0]!.change).toEqual({ kind: "hide-models", models: ["a"] });
  });

  it("two spellings of one model are merged, if no prompt has both", async () => {
    const csv = "model,prompt,score\ngpt-4,x,1\ngpt-4,y,0\nGPT 4,z,1\nllama,x,0\nllama,y,1\nllama,z,0\n";
    const { text, remedies } = (await found({ "t.csv": csv })).get("same-name")!;
    expect(text).toMatch(/gpt-4, GPT 4 differ in spelling only/);
    expect(remedies[0]!.change).toEqual({ kind: "merge-models", models: ["gpt-4", "GPT-4"] });
    expect((await found({ "t.csv": "prompt,gpt-4,GPT4,c\nx,1,0,1\ny,0,1,0\n" })).has("same-name")).toBe(false);
  });

  it("two models with the same scores throughout are one", async () => {
    const csv = lines(
      "prompt,a,b,c",
      range(20, (i) => `p${i},${i % 2},${i % 3 ? 1 : 0},${i % 2}`),
    );
    const { text, remedies } = (await found({ "t.csv": csv })).get("twins")!;
    expect(text).toMatch(/^c has the same score as a on every prompt/);
    expect(remedies[0]!.change).toEqual({ kind: "hide-models", models: ["c"] });
  });

  it("a strong model that is weaker is named, with the data sets where it is", async () => {
    const rows = (set: string, strong: (i: number) => number, weak: (i: number) => number) =>
      range(40, (i) => `${set} ${i},${set},${weak(i)},${strong(i)}`);
    const law = rows(
      "law",
      (i) => Number(i % 10 > 0),
      (i) => i % 2,
    );
    const maths = rows(
      "maths",
      (i) => Number(i % 20 === 0),
      (i) => i % 2,
    );
    const csv = lines("prompt,dataset,mixtral-8x7b,llama-70b", [...law, ...maths]);
    const { text, remedies } = (await found({ "t.csv": csv })).get("weaker-strong")!;
    expect(text).toMatch(
      /^llama-70b ought to be the stronger model, but scores clearly lower than mixtral-8x7b in maths/,
    );
    expect(remedies[0]).toMatchObject({ label: "Exclude 40 prompts of maths" });
    const fair = lines("prompt,dataset,mixtral-8x7b,llama-70b", law);
    expect((await found({ "t.csv": fair })).has("weaker-strong")).toBe(false);
    const dear = lines(
      "prompt,a,b,a_cost,b_cost",
      range(40, (i) => `${i},${i % 2},${Number(i % 20 === 0)},0.001,0.1`),
    );
    expect((await found({ "t.csv": dear })).get("weaker-strong")!.text).toMatch(/^b ought to be the stronger model/);
  });
});

describe("findings about scores", () => {
  it("best by mean and best by the share that is right differ", async () => {
    const csv = lines(
      "prompt,a,b",
      range(10, (i) => `p${i},${i < 5 ? 1 : 0.4},0.6`),
    );
    const { text, remedies } = (await found({ "t.csv": csv })).get("two-bests")!;
    expect(text).toMatch(
      /best model is a \(0\.7000 on average, right on 50\.0%\).*it is b \(0\.6000 on average, right on 100\.0%\)/,
    );
    expect(remedies[0]!.change).toEqual({ kind: "right-or-wrong", threshold: 0.5 });
    expect((await found({ "t.csv": "prompt,a,b\nx,1,0\ny,1,1\n" })).has("two-bests")).toBe(false);
  });

  it.each<[string, Files]>([
    [
      "wide, by its answers",
      {
        "t.csv": "prompt,a,b,a|model_response,b|model_response\nx,1,0,yes,Error: 429 Too Many Requests\ny,0,1,no,yes\n",
      },
    ],
    [
      "long, by a column of errors",
      { "t.csv": "model,prompt,score,error\na,x,1,\nb,x,0,HTTP 503\na,y,0,\nb,y,1,None\n" },
    ],
    [
      "long, by success",
      {
        "t.jsonl": [
          '{"model":"a","prompt":"x","score":1,"success":true}',
          '{"model":"b","prompt":"x","score":0,"success":false}',
          '{"model":"a","prompt":"y","score":0,"success":true}',
          '{"model":"b","prompt":"y","score":1,"success":true}',
        ].join("\n"),
      },
    ],
    [
      "in a file of its own",
      {
        "a.csv": "id,prompt,score,response\n1,x,1,yes\n2,y,0,no\n",
        "b.csv": "id,prompt,score,response\n1,x,0,ERROR: timeout\n2,y,1,yes\n",
      },
    ],
  ])("failed calls that score 0: %s", async (_, files) => {
    const { text, remedies } = (await found(files)).get("failed")!;
    expect(text).toMatch(/^1 failed call of b has the score 0/);
    const { change } = remedies[0]!;
    expect(
      change.kind === "unknown-scores" && change.cells.map(({ model, rows }) => [model, rowsInSet(rows, 2)]),
    ).toEqual([["b", [0]]]);
  });

  it("an answer that speaks of errors is no failure", async () => {
    const csv =
      "prompt,a,b,a|model_response,b|model_response\nx,1,0,yes,The error is in line 3\ny,0,1,Errors happen,0\n";
    expect((await found({ "t.csv": csv })).has("failed")).toBe(false);
  });

  it("a model on another scale is rescaled", async () => {
    const csv = lines(
      "prompt,a,b,c",
      range(6, (i) => `p${i},${-0.1 * i},${i % 2},${20 * i}`),
    );
    const { text, remedies } = (await found({ "t.csv": csv })).get("scale")!;
    expect(text).toMatch(/^Scores of c reach 100, those of most models 1/);
    expect(remedies[0]!.change).toEqual({ kind: "divide-scores", models: ["c"], by: 100 });
  });

  it("missing scores: a sparse model is hidden, or incomplete prompts are excluded", async () => {
    const csv = lines("prompt,a,b,c", ["x,1,0,", "y,0,1,", "z,1,1,1"]);
    const { remedies } = (await found({ "t.csv": csv })).get("missing")!;
    expect(remedies.map(({ label }) => label)).toEqual([
      "Hide c, which lack most scores",
      "Exclude 2 incomplete prompts",
    ]);
  });
});

it("missing scores and costs: how many prompts count, and which model is in the way", async () => {
  const csv = lines("prompt,a,b,c", ["x,1,0,1", "y,1,1,", "z,0,1,", "u,0,1,1", "v,0,0,1", "w,,1,"]);
  const { text, remedies } = (await found({ "t.csv": csv })).get("missing")!;
  expect(text).toBe(
    "4 scores are missing. All figures run over the 3 of 6 prompts that all models have; a missing value never counts as 0.",
  );
  expect(remedies[0]!.label).toBe("Hide c, without which 5 prompts count");
  const costs = lines("prompt,a,b,a_cost,b_cost", ["x,1,0,1,2", "y,1,1,1,"]);
  expect((await found({ "t.csv": costs })).get("missing")!.text).toMatch(/^Costs are missing\. .* 1 of 2 prompts/);
});

describe("findings about costs", () => {
  it("a cost of 0 may be unknown", async () => {
    const csv = "prompt,a,b,c,a_cost,b_cost,c_cost\nx,1,0,1,0,0.02,0.01\ny,0,1,1,0,0.03,0\n";
    const { text, remedies } = (await found({ "t.csv": csv })).get("free")!;
    expect(text).toMatch(/^Every call of a costs 0\. Some calls of c cost 0, others do not\./);
    expect(remedies[0]!.change).toEqual({ kind: "unknown-free-calls", models: ["a", "c"] });
  });

  it("mixed units are rescaled", async () => {
    const csv = "prompt,a,b,c,a_cost,b_cost,c_cost\nx,1,0,1,0.001,0.002,9\ny,0,1,1,0.001,0.003,8\n";
    const { text, remedies } = (await found({ "t.csv": csv })).get("units")!;
    expect(text).toMatch(/more than 1,000 times apart; “c” is the dearest/);
    expect(remedies[0]!.change).toEqual({ kind: "divide-costs", models: ["c"], by: 1_000 });
  });

  it("a model without costs is hidden", async () => {
    const csv = "prompt,a,b,c,a_cost,b_cost\nx,1,0,1,0.001,0.002\ny,0,1,1,0.001,0.003\n";
    expect((await found({ "t.csv": csv })).get("uncosted")!.remedies[0]!.change).toEqual({
      kind: "hide-models",
      models: ["c"],
    });
  });
});

it("a table without faults has no findings", async () => {
  const csv = "id,prompt,a,b,a_cost,b_cost\n1,x,1,0,0.001,0.002\n2,y,0,1,0.001,0.003\n3,z,1,1,0.001,0.002\n";
  expect([...(await found({ "t.csv": csv })).keys()]).toEqual([]);
});
