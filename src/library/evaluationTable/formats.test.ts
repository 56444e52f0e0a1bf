/** All forms in which evaluation tables are published: small ones, written for these tests, with the faults of real ones. */
import { describe, expect, it } from "vitest";
import { writeParquet } from "../benchmark/writeParquet.ts";
import { type Files, gzip, latin1, lookAt, rowsOf, utf16 } from "./testing/importFixture.ts";

const PLAIN = { models: ["gpt", "llama"], scores: [[1, 0.5], [0, 1]], costs: null }; // biome-ignore format: a table

describe("text with separators", () => {
  it.each<[string, Files]>([
    ["commas", { "t.csv": "prompt,gpt,llama\nx,1,0.5\ny,0,1\n" }],
    ["semicolons and decimal commas", { "t.csv": "prompt;gpt;llama\nx;1;0,5\ny;0;1\n" }],
    ["tabs", { "t.tsv": "prompt\tgpt\tllama\nx\t1\t0.5\ny\t0\t1\n" }],
    ["tabs in a .csv", { "t.csv": "prompt\tgpt\tllama\r\nx\t1\t0.5\r\ny\t0\t1\r\n" }],
    ["bars", { "t.txt": "prompt|gpt|llama\nx|1|0.5\ny|0|1" }],
    ["Excel's first line", { "t.csv": "sep=;\r\nprompt;gpt;llama\r\nx;1;0,5\r\ny;0;1\r\n" }],
    ["a comment before the header", { "t.csv": "# made by hand\nprompt,gpt,llama\nx,1,0.5\ny,0,1\n" }],
    ["pandas' index", { "t.csv": ",prompt,gpt,llama\n0,x,1,0.5\n1,y,0,1\n" }],
    ["empty cells behind the last column", { "t.csv": "prompt,gpt,llama,,\nx,1,0.5,,\ny,0,1,,\n" }],
    ["quotes around everything", { "t.csv": '"prompt","gpt","llama"\n"x","1","0.5"\n"y","0","1"\n' }],
    ["a byte-order mark", { "t.csv": "\uFEFFprompt,gpt,llama\nx,1,0.5\ny,0,1\n" }],
    ["UTF-16 as Excel writes it", { "t.txt": utf16("prompt\tgpt\tllama\r\nx\t1\t0.5\r\ny\t0\t1\r\n") }],
    [
      "UTF-16, big-endian, without a mark",
      { "t.csv": utf16("prompt,gpt,llama\nx,1,0.5\ny,0,1\n", { big: true, mark: false }) },
    ],
    ["gzip", { "t.csv.gz": gzip("prompt,gpt,llama\nx,1,0.5\ny,0,1\n") }],
    ["percent signs", { "t.csv": "prompt,gpt,llama\nx,100%,50%\ny,0%,100 %\n" }],
    ["scores from 0 to 100", { "t.csv": "prompt,gpt,llama\nx,100,50\ny,0,100\n" }],
    ["words of right and wrong", { "t.csv": "prompt,gpt,llama\nx,correct,tie\ny,incorrect,correct\n" }],
    [
      "a difficulty, a length and an index",
      { "t.csv": "index,prompt,difficulty,n_tokens,gpt,llama\n0,x,0.2,12,1,0.5\n1,y,0.9,7,0,1\n" },
    ],
    [
      "losses beside accuracies",
      { "t.csv": "text,loss:gpt,loss:llama,accuracy:gpt,accuracy:llama\nx,2,3,1,0.5\ny,2,3,0,1\n" },
    ],
    ["losses", { "t.csv": "text,loss:gpt,loss:llama\nx,0,0.5\ny,1,0\n" }],
    ["prompts of several lines, with quotes", { "t.csv": 'prompt,gpt,llama\n"x\n""1"", 2",1,0.5\n"y;z\t",0,1\n' }],
  ])("%s", async (_, files) => expect(await rowsOf(files)).toMatchObject(PLAIN));

  it("in Windows-1252 keeps its letters", async () => {
    const files = { "t.csv": latin1("prompt,gpt,llama\nÄpfel für 3 £,1,0.5\ny,0,1\n") };
    expect((await rowsOf(files)).texts[0]).toBe("Äpfel für 3 £");
    expect((await lookAt(files)).files[0]).toMatchObject({
      encoding: "Windows-1252 (Latin-1)",
      separator: ",",
      rows: 2,
    });
    expect((await rowsOf(files, { encoding: "utf-8" })).texts[0]).toContain("\uFFFD");
  });

  it("is read with the user's separator", async () => {
    const files = { "t.csv": "prompt;a,gpt,llama\nx;1,1,0.5\ny;2,0,1\n" };
    expect((await rowsOf(files)).models).toEqual(["gpt", "llama"]);
    expect((await lookAt(files, { separator: ";" })).problem).toMatch(/scores of 0 models/);
  });

  it.each(["_cost", ".cost", "/cost", " cost", "|total_cost", "_total_cost"])(
    "costs named %s are not models",
    async (end) => {
      const files = {
        "t.csv": `prompt,claude-3.5,gpt,llama,claude-3.5${end},gpt${end}\nx,1,0,1,0.006,$0.02\ny,0,1,1,0.007,0.03 USD\n`,
      };
      expect(await rowsOf(files)).toMatchObject({
        models: ["claude-3.5", "gpt", "llama"],
        costs: [[0.006, 0.02, null], [0.007, 0.03, null]], // biome-ignore format: a table
      });
    },
  );

  it.each(["NaN", "nan", "N/A", "None", "null", "", "-", "#N/A", "<NA>"])(
    "one %j is a missing score, and drops no model",
    async (cell) => {
      const { models, scores } = await rowsOf({ "t.csv": `prompt,a,b,c\nx,1,0,1\ny,${cell},1,0\nz,0,1,1\n` });
      expect([models, scores![1]]).toEqual([
        ["a", "b", "c"],
        [null, 1, 0],
      ]);
    },
  );

  it("answers of failed calls are missing scores, and counted", async () => {
    const files = { "t.csv": "prompt,a,b\nx,1,0\ny,0.5,1\nz,0,1\nu,1,1\nv,timeout,1\nw,1,0\n" };
    expect((await rowsOf(files)).scores![4]).toEqual([null, 1]);
    expect((await lookAt(files)).columns[1]).toMatchObject({ unreadable: 1, missing: 0 });
  });

  it("a column out of 100 next to columns out of 1 is rescaled", async () => {
    const { scores } = await rowsOf({ "t.csv": "prompt,a,b,c\nx,1,0,55\ny,0.5,1,80\nz,1,1,90\n" });
    expect(scores!.map((row) => row[2])).toEqual([0.55, 0.8, 0.9]);
  });

  it("judgements from 1 to 10 are divided by 10", async () => {
    const files = { "t.csv": "prompt,a,b\nx,7,8.5\ny,10,3\n" };
    expect((await lookAt(files)).scale).toBe("ten");
    expect((await rowsOf(files)).scores).toEqual([[0.7, 0.85], [1, 0.3]]); // biome-ignore format: a table
  });

  it("scores below 0 are kept as they are", async () => {
    expect((await rowsOf({ "t.csv": "prompt,a,b\nx,-2.5,8\ny,1,3\n" })).scores).toEqual([[-2.5, 8], [1, 3]]); // biome-ignore format: a table
  });
});

describe("JSON", () => {
  const records = [
    { prompt: "x", gpt: 1, llama: 0.5 },
    { prompt: "y", gpt: 0, llama: 1 },
  ];
  it.each<[string, string]>([
    ["a list of records", JSON.stringify(records)],
    ["a pretty list", JSON.stringify(records, null, 2)],
    ["JSON lines", records.map((one) => JSON.stringify(one)).join("\n")],
    ["JSON lines with blank ones", `\n${records.map((one) => JSON.stringify(one)).join("\r\n\r\n")}\r\n`],
    ["under “data”", JSON.stringify({ version: "1", data: records }, null, 1)],
    ["pandas' columns", '{"prompt":{"0":"x","1":"y"},"gpt":{"0":1,"1":0},"llama":{"0":0.5,"1":1}}'],
    ["pandas' index", '{"0":{"prompt":"x","gpt":1,"llama":0.5},"1":{"prompt":"y","gpt":0,"llama":1}}'],
    ["pandas' split", '{"columns":["prompt","gpt","llama"],"index":[0,1],"data":[["x",1,0.5],["y",0,1]]}'],
    [
      "pandas' table",
      '{"schema":{"fields":[]},"data":[{"index":0,"prompt":"x","gpt":1,"llama":0.5},{"index":1,"prompt":"y","gpt":0,"llama":1}]}',
    ],
    ["lists by column", '{"prompt":["x","y"],"gpt":[1,0],"llama":[0.5,1]}'],
    ["a list of lists", '[["prompt","gpt","llama"],["x",1,0.5],["y",0,1]]'],
    ["scores by model, then by prompt", '{"gpt":{"x":1,"y":0,"z":1},"llama":{"x":0.5,"y":1,"z":0}}'],
    ["scores by prompt, then by model", '{"x":{"gpt":1,"llama":0.5},"y":{"gpt":0,"llama":1},"z":{"gpt":1,"llama":0}}'],
  ])("%s", async (_, text) => {
    const { models, scores } = await rowsOf({ "t.json": text });
    expect([models, scores!.slice(0, 2)]).toEqual([PLAIN.models, PLAIN.scores]);
  });

  it("in Python's format: NaN is missing, integers of any length are ids", async () => {
    const text =
      '[{"id":12345678901234567890,"a":NaN,"b":1,"note":"NaN 1234567890123456789 \\" Infinity"},{"id":12345678901234567891,"a":0.12345678901234567,"b":-Infinity}]';
    const { ids, scores } = await rowsOf({ "t.json": text });
    expect(ids).toEqual(["12345678901234567890", "12345678901234567891"]);
    expect(scores).toEqual([[null, 1], [0.123456789012, null]]); // biome-ignore format: a table
  });
});

it("Parquet, with nested columns and 64-bit integers", async () => {
  const content = writeParquet(
    [
      { name: "prompt", data: ["x", "y"], type: "BYTE_ARRAY" },
      { name: "gpt", data: [1n, 0n], type: "INT64" },
      { name: "llama", data: [0.5, 1], type: "DOUBLE" },
    ],
    {},
  );
  expect(await rowsOf({ "t.parquet": new Uint8Array(content) })).toMatchObject(PLAIN);
});
