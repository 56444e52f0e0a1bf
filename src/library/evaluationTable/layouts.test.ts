/** @file Tables that are laid out in other ways than a column or a row for each model, and columns beside the scores. */
import { describe, expect, it } from "vitest";
import { type Files, lookAt, read, rowsOf } from "./testing/importFixture.ts";

const TWO = { models: ["gpt", "llama"], scores: [[1, 0.5], [0, 1]] }; // biome-ignore format: a table
const COSTS = [[0.1, 0.2], [0.1, 0.3]]; // biome-ignore format: a table

describe("measures before the model's name are not models", () => {
  it.each<[string, string]>([
    ["spaces", "prompt,Score gpt,Score llama,Cost gpt,Cost llama"],
    ["underscores", "prompt,acc_gpt,acc_llama,cost_gpt,cost_llama"],
    ["plain scores", "prompt,gpt,llama,cost_gpt,cost_llama"],
  ])("%s", async (_, head) => {
    const files = { "t.csv": `${head}\nx,1,0.5,0.1,0.2\ny,0,1,0.1,0.3\n` };
    expect(await rowsOf(files)).toMatchObject({ ...TWO, costs: COSTS });
  });

  it("but a word of its own stays a model", async () => {
    expect((await rowsOf({ "t.csv": "prompt,quality router,gpt\nx,1,0.5\ny,0,1\n" })).models).toEqual([
      "quality router",
      "gpt",
    ]);
  });
});

describe("records by model", () => {
  it.each<[string, string]>([
    ["a list in each record", JSON.stringify([["x", 1, 0.5, 0.1, 0.2], ["y", 0, 1, 0.1, 0.3]].map(([prompt, a, b, c, d]) => ({ prompt, results: [{ model: "gpt", score: a, cost: c }, { model: "llama", score: b, cost: d }] })))], // biome-ignore format: a file
    ["a list by model", JSON.stringify({ gpt: [{ prompt: "x", score: 1, cost: 0.1 }, { prompt: "y", score: 0, cost: 0.1 }], llama: [{ prompt: "x", score: 0.5, cost: 0.2 }, { prompt: "y", score: 1, cost: 0.3 }] })], // biome-ignore format: a file
  ])("%s", async (_, text) => {
    expect(await rowsOf({ "t.json": text })).toMatchObject({ ...TWO, costs: COSTS });
  });

  it("rows as the viewer of data sets gives them", async () => {
    const rows = [{ prompt: "x", gpt: 1, llama: 0.5 }, { prompt: "y", gpt: 0, llama: 1 }].map((row, row_idx) => ({ row_idx, row, truncated_cells: [] })); // biome-ignore format: a file
    expect(await rowsOf({ "t.json": JSON.stringify({ features: [], rows }) })).toMatchObject(TWO);
  });

  it("a list by data set", async () => {
    const text = JSON.stringify({ arc: [{ prompt: "x", gpt: 1, llama: 0.5 }], gsm: [{ prompt: "y", gpt: 0, llama: 1 }] }); // biome-ignore format: a file
    expect(await rowsOf({ "t.json": text })).toMatchObject({ ...TWO, datasets: ["arc", "gsm"] });
  });
});

describe("battles", () => {
  const scores = [[1, 0], [0, 1], [0.5, 0.5], [null, null]]; // biome-ignore format: a table
  it.each<[string, string]>([
    ["with a winner", "question_id,model_a,model_b,winner\n1,gpt,llama,model_a\n2,gpt,llama,model_b\n3,llama,gpt,tie (bothbad)\n4,llama,gpt,\n"],
    ["with the winner's name", "question_id,model_a,model_b,winner\n1,gpt,llama,gpt\n2,gpt,llama,LLAMA\n3,llama,gpt,tie\n4,gpt,llama,?\n"],
  ])("of two models %s are scores", async (_, text) => {
    expect(await rowsOf({ "b.csv": text })).toMatchObject({ models: ["gpt", "llama"], scores, ids: ["1", "2", "3", "4"] });
  }); // biome-ignore format: files

  it("with a column for each outcome are not three models", async () => {
    const text = "id,model_a,model_b,prompt,winner_model_a,winner_model_b,winner_tie\n1,gpt,llama,x,1,0,0\n2,llama,gpt,y,1,0,0\n3,gpt,llama,z,0,0,1\n"; // biome-ignore format: a file
    expect(await rowsOf({ "b.csv": text })).toMatchObject({ models: ["gpt", "llama"], scores: scores.slice(0, 3) });
  });

  it("of many models, two at a time, are refused with the reason", async () => {
    const text = "question_id,model_a,model_b,winner\n1,a,b,model_a\n2,b,c,model_b\n3,a,c,tie\n";
    await expect(lookAt({ "b.csv": text })).rejects.toThrow(/battles between two of 3 models at a time/);
  });
});

it("a leaderboard with a column for each benchmark has models as rows", async () => {
  const text = "model,mmlu,gsm8k,params,release_date\ngpt,86.4,92,1000,2023\nllama,70,,7,2024\n";
  expect(await rowsOf({ "l.csv": text })).toMatchObject({
    models: ["gpt", "llama"],
    ids: ["mmlu", "gsm8k"],
    scores: [[0.864, 0.7], [0.92, null]], // biome-ignore format: a table
  });
});

describe("figures", () => {
  it("of a judge who failed are missing, on the scale of the others", async () => {
    const files = { "t.csv": "prompt,gpt,llama\nx,8,-1\ny,7,9\n" };
    expect((await lookAt(files)).scale).toBe("ten");
    expect((await rowsOf(files)).scores).toEqual([[0.8, null], [0.7, 0.9]]); // biome-ignore format: a table
  });

  it.each<[string, string]>([
    ["quoted decimal commas between commas", 'prompt,gpt,llama\nx,1,"0,5"\ny,"0,0",1\n'],
    ["check marks", "prompt,gpt,llama\nx,✓,partial\ny,✗,✅\n"],
    ["yes and no in one letter", "prompt,gpt,llama\nx,Y,partially correct\ny,n,T\n"],
  ])("may be %s", async (_, text) => expect(await rowsOf({ "t.csv": text })).toMatchObject(TWO));

  it("thousands with commas stay thousands", async () => {
    expect((await rowsOf({ "t.csv": 'id,gpt,llama\n1,"1,234","12,345.5"\n2,50,-3\n' })).scores).toEqual([[1234, 12345.5], [50, -3]]); // biome-ignore format: a table
  });

  it("have points between thousands beside decimal commas", async () => {
    expect((await rowsOf({ "t.csv": "id;gpt;llama\n1;1.234,5;12,5\n2;50,0;-3\n" })).scores).toEqual([[1234.5, 12.5], [50, -3]]); // biome-ignore format: a table
  });

  it.each(["price_per_1k_tokens", "price_per_million_tokens", "price", "cost_per_token"])(
    "one price for all tokens: %s",
    async (name) => {
      const factor = { price_per_1k_tokens: 1e-3, cost_per_token: 1e-6 }[name] ?? 1;
      const files = {
        "t.csv": "prompt,gpt,llama,gpt_num_input_tokens,gpt_num_output_tokens,llama_tokens\nx,1,0,100,50,10\ny,0,1,10,5,20\n",
        "p.csv": `model,${name}\ngpt,${30 * factor}\nllama,${factor}\n`,
      }; // biome-ignore format: files
      expect((await rowsOf(files)).costs).toEqual([[0.0045, null], [0.00045, null]]); // biome-ignore format: a table
    },
  );

  it("that say how long a call took are constraints of their own", async () => {
    const wide = { "t.csv": "prompt,gpt,llama,gpt_latency,latency:llama\nx,1,0,0.2,\ny,0,1,0.4,3\n" };
    const { table } = await read(wide);
    expect([table.models, [...table.measures!]]).toEqual([
      ["gpt", "llama"],
      [["latency", Float64Array.of(0.2, Number.NaN, 0.4, 3)]],
    ]);
    const long = {
      "l.csv": "model,question_id,score,response_time\ngpt,1,1,0.5\nllama,1,0,2\ngpt,2,0,0.7\nllama,2,1,3\n",
    };
    expect([...(await read(long)).table.measures!]).toEqual([["response_time", Float64Array.of(0.5, 2, 0.7, 3)]]);
  });

  it("become a constraint when the reader says so", async () => {
    const files = { "t.csv": "prompt,gpt,llama,gpt_vram,llama_vram\nx,1,0,10,20\ny,0,1,10,30\n" };
    const vram = (model: string) => ({ kind: "measure" as const, model, name: "vram" });
    const { table } = await read(files, { roles: { gpt_vram: vram("gpt"), llama_vram: vram("llama") } });
    expect(table.measures!.get("vram")).toEqual(Float64Array.of(10, 20, 10, 30));
  });
});

describe("decisions of others' routers", () => {
  const routers = async (files: Files) => {
    const { table, routers: found } = await read(files);
    return { models: table.models, found };
  };
  it("a column of models' names, whatever their case or maker", async () => {
    const text = "prompt,m/gpt-4,llama,my_router,oracle_model\nx,1,0,GPT-4,llama\ny,0,1,llama,llama\nz,0,1,,llama\n";
    expect(await routers({ "t.csv": text })).toEqual({
      models: ["m/gpt-4", "llama"],
      found: [{ name: "my_router", choices: Int32Array.of(0, 1, -1), scores: null }],
    });
  });

  it("of two models, a number to route by, which is not a score of any model", async () => {
    expect(await routers({ "t.csv": "prompt,gpt,llama,router_score\nx,1,0,0.9\ny,0,1,0.25\nz,0,1,\n" })).toEqual({
      models: ["gpt", "llama"],
      found: [{ name: "router_score", choices: null, scores: Float64Array.of(0.9, 0.25, Number.NaN) }],
    });
  });

  it("a file of choices beside the scores, joined by id and named after the file", async () => {
    const scores = ["gpt", "llama"].flatMap((model, k) => [0, 1].map((i) => JSON.stringify({ global_index: `q${i}`, question: `t${i}`, llm_selected: model, evaluation_result: { score: Number(i === k) } }))).join("\n"); // biome-ignore format: a file
    const predictions = JSON.stringify([1, 0, 7].map((i) => ({ global_index: `q${i}`, prompt: `t${i}`, prediction: i === 1 ? "llama" : "gpt", accuracy: 1, cost: 0.1 }))); // biome-ignore format: a file
    expect(await routers({ "their-router.json": predictions, "scores.jsonl": scores })).toEqual({
      models: ["gpt", "llama"],
      found: [{ name: "their-router", choices: Int32Array.of(0, 1), scores: null }],
    });
  });

  it("what they do not say is told", async () => {
    const text = "prompt,gpt,llama,mid,my_router\nx,1,0,1,gpt\ny,0,1,1,\n";
    const router = { kind: "router" as const };
    const { findings } = await lookAt({ "t.csv": text });
    expect(findings.find(({ id }) => id === "routers")!.text).toMatch(/“my_router” decides nothing on 1 prompt:/);
    const wrong = await lookAt(
      { "t.csv": "prompt,gpt,llama,mid,p\nx,1,0,1,0.5\ny,0,1,1,0.2\n" },
      { roles: { p: router } },
    );
    expect(wrong.findings.find(({ id }) => id === "routers")!.text).toMatch(/^The column “p” is left alone/);
  });

  it("in a long table, once for each prompt", async () => {
    const text = "model,question_id,score,picked\ngpt,1,1,gpt\nllama,1,0,gpt\ngpt,2,0,llama\nllama,2,1,llama\n";
    expect((await routers({ "t.csv": text })).found).toEqual([{ name: "picked", choices: Int32Array.of(0, 1), scores: null }]); // biome-ignore format: a list
  });
});
