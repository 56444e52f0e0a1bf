/** All forms in which evaluation tables are published: small ones, written for these tests, with the faults of real ones. */
import { describe, expect, it } from "vitest";
import { writeParquet } from "../benchmark/writeParquet.ts";
import { type Files, gzip, latin1, lookAt, read, rowsOf, utf16 } from "./testing/importFixture.ts";

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

describe("published forms", () => {
  const two = (scores: (number | null)[][], costs: (number | null)[][] | null = null) => ({
    models: ["m/weak", "m-strong"],
    scores,
    costs,
  });
  it.each<[string, Files, object]>([
    [
      "RouterBench",
      {
        "rb.csv":
          "sample_id,prompt,eval_name,m/weak,m-strong,m/weak|model_response,m-strong|model_response,m/weak|total_cost,m-strong|total_cost,oracle_model_to_route_to\n" +
          "arc.1,\"['Is it, so?']\",arc,1,0.5,yes,no,0.00012,0.0131,m/weak\narc.2,['y'],arc,0,,yes,no,,0.0131,no_model_correct\n",
      },
      { ...two([[1, 0.5], [0, null]], [[0.00012, 0.0131], [null, 0.0131]]), ids: ["arc.1", "arc.2"], datasets: ["arc", "arc"] },
    ],
    ["RouteLLM", { "r.csv": "prompt,m/weak,m-strong,m/weak_response,m-strong_response\nx,True,False,1 + 1,2\ny,False,True,3,4\n" }, two([[1, 0], [0, 1]])],
    ["RouterDC", { "r.json": '[{"question":"x","scores":{"m/weak":0.31,"m-strong":0},"cluster_id":3},{"question":"y","scores":{"m/weak":0,"m-strong":0.9},"cluster_id":1}]' }, two([[0.31, 0], [0, 0.9]])],
    [
      "LLMRouter's routing data",
      {
        "l.jsonl": ["m/weak", "m-strong"]
          .flatMap((model, k) =>
            ["x", "y"].map((query, i) =>
              JSON.stringify({ task_name: "gsm8k", query, ground_truth: "1", metric: "em", task_id: null, model_name: model, response: "ERROR", token_num: 9, prompt_tokens: 5, completion_tokens: 4, response_time: 0.2, performance: Number(i === k), embedding_id: i }),
            ),
          )
          .join("\n"),
      },
      { ...two([[1, 0], [0, 1]]), datasets: ["gsm8k", "gsm8k"] },
    ],
    [
      "Avengers, costs of its usages",
      { "a.jsonl": '{"query":"x","records":{"m/weak":1,"m-strong":0},"usages":{"m/weak":{"cost":0.1},"m-strong":{"cost":2}},"dataset":"d","index":1}\n{"query":"y","records":{"m/weak":0,"m-strong":1},"usages":{"m/weak":{"cost":0.2},"m-strong":{"cost":3}},"dataset":"d","index":2}' },
      { ...two([[1, 0], [0, 1]], [[0.1, 2], [0.2, 3]]), datasets: ["d", "d"], ids: ["1", "2"] },
    ],
    ["EmbedLLM with its categories", { "e.csv": "model_id,category,prompt_id,prompt,label\nm/weak,math,1,x,0\nm-strong,math,1,x,0\nm/weak,math,1,x,1\nm/weak,law,2,y,0\nm-strong,law,2,y,1\n" }, { ...two([[1, 0], [0, 1]]), datasets: ["math", "law"] }],
    [
      "RouterArena, a file a model, with prices",
      {
        ...Object.fromEntries(
          ["m/weak", "m-strong"].map((model, k) => [
            `cached/${model.replace("/", "_")}.jsonl`,
            [0, 1].map((i) => JSON.stringify({ global_index: `q_${i}`, question: `text ${i}`, llm_selected: model, generated_answer: "a", token_usage: { input_tokens: 1000, output_tokens: 100 * (i + 1), total_tokens: 0 }, success: true, provider: "p", error: null, evaluation_result: { extracted_answer: "a", ground_truth: "b", score: Number(i === k), metric: "acc" } })).join("\n"),
          ]),
        ),
        "cost.json": '{"weak":{"input_token_price_per_million":0.1,"output_token_price_per_million":0.4},"m-strong":{"input_token_price_per_million":2,"output_token_price_per_million":10}}',
      },
      two([[1, 0], [0, 1]], [[0.00014, 0.003], [0.00018, 0.004]]),
    ],
    [
      "LLMRouterBench, a file a run",
      Object.fromEntries(
        ["m-weak", "m-strong"].flatMap((model, k) =>
          ["aime", "mmlu"].map((dataset) => [
            `results/bench/${dataset}/test/${model}/20260101.json`,
            JSON.stringify({ performance: 0.5, time_taken: 3, prompt_tokens: 9, completion_tokens: 9, cost: 1, counts: 2, records: [0, 1].map((index) => ({ index, origin_query: `${dataset} ${index}`, prompt: `Q: ${dataset} ${index}`, prediction: "1", ground_truth: "2", score: Number(index === k), prompt_tokens: 4, completion_tokens: 5, cost: 0.001 * (1 + k), raw_output: "…" })) }, null, 1),
          ]),
        ),
      ),
      { models: ["m-weak", "m-strong"], scores: [[1, 0], [0, 1], [1, 0], [0, 1]], costs: [[0.001, 0.002], [0.001, 0.002], [0.001, 0.002], [0.001, 0.002]], datasets: ["aime", "aime", "mmlu", "mmlu"] },
    ],
    [
      "lm-evaluation-harness samples",
      Object.fromEntries(
        ["m__weak", "m-strong"].map((model, k) => [
          `out/${model}/samples_arc_easy_2025-01-01T00-00-00.jsonl`,
          [0, 1].map((i) => JSON.stringify({ doc_id: i, doc: { id: `a${i}`, question: `text ${i}` }, target: 1, arguments: [["text", "choice"]], resps: [[["-1.2", "False"]]], filtered_resps: [["-1.2", "False"]], metrics: ["acc", "acc_norm"], doc_hash: "h", acc: Number(i === k), acc_norm: 0 })).join("\n"),
        ]),
      ),
      { ...two([[1, 0], [0, 1]]), texts: ["text 0", "text 1"], datasets: ["arc_easy", "arc_easy"] },
    ],
    [
      "HELM's statistics by instance",
      Object.fromEntries(
        ["m_weak", "m-strong"].map((model, k) => [
          `runs/v1/mmlu:subject=law,model=${model}/per_instance_stats.json`,
          JSON.stringify([0, 1].map((i) => ({ instance_id: `id${i}`, train_trial_index: 0, stats: [{ name: { name: "exact_match", split: "test", perturbation: { name: "typos" } }, count: 1, sum: 1, mean: 1 }, { name: { name: "exact_match", split: "test" }, count: 1, sum: Number(i === k), mean: Number(i === k) }, { name: { name: "num_prompt_tokens" }, count: 1, sum: 12, mean: 12 }] })), null, 2),
        ]),
      ),
      { ...two([[1, 0], [0, 1]]), datasets: ["mmlu:subject=law", "mmlu:subject=law"] },
    ],
    [
      "BEST-Route, means of twenty samples",
      { "b.jsonl": ["x", "y"].map((prompt, i) => JSON.stringify({ id: i, prompt, "m/weak": { responses: ["a", "b"], armoRM_scores: [0.1, 0.2], token_num_prompt: 3, token_num_responses: [4, 6] }, "m-strong": { responses: ["a"], armoRM_scores: [0.4], token_num_prompt: 3, token_num_responses: [5] } })).join("\n") },
      two([[0.15, 0.4], [0.15, 0.4]]),
    ],
    ["MT-Bench judgements, a row a turn", { "j.jsonl": ["m/weak", "m-strong"].flatMap((model, k) => [1, 2].map((turn) => JSON.stringify({ question_id: 81, model, judge: ["gpt-4", "single-v1"], user_prompt: "…", judgment: "…", score: turn === 1 ? 9 - k : -1, turn, tstamp: 1.7e9 }))).join("\n") }, { models: ["m/weak", "m-strong"], ids: ["81 (turn 1)", "81 (turn 2)"] }],
    ["a long table with costs, of other names", { "o.csv": "model,question_id,dataset,score,cost\nm/weak,1,d,1,0.1\nm-strong,1,d,0,0.2\nm/weak,2,d,0,0.3\nm-strong,2,d,1,\n" }, two([[1, 0], [0, 1]], [[0.1, 0.2], [0.3, null]])],
    ["Not Diamond", { "n.csv": "prompt,m/weak/response,m/weak/score,m/weak/cost,m/weak/latency,m-strong/response,m-strong/score,m-strong/cost,m-strong/latency\nx,a,1,0.1,2,b,0,0.2,3\ny,a,0,0.1,2,b,1,0.2,3\n" }, two([[1, 0], [0, 1]], [[0.1, 0.2], [0.1, 0.2]])],
  ])("%s", async (_, files, expected) => expect(await rowsOf(files)).toMatchObject(expected)); // biome-ignore format: tables
});

it("points without prompts: FrugalGPT's summaries and leaderboards are a front of one row", async () => {
  const frugal =
    ",Test_acc,Test_cost,Test_size,Train_acc,Train_cost,Train_size,Budget,Method,Provider,Marker\n0,0.89,7e-05,3800,0.9,7e-05,3800,9e-05,FrugalGPT,FrugalGPT,1\n1,0.90,0.0005,3800,0.9,0.0005,3800,7e-04,FrugalGPT,FrugalGPT,1\n2,0.88,0.002,3800,0.9,0.002,3800,1,Single,gpt-4,2\n";
  expect(await rowsOf({ "f.csv": frugal })).toMatchObject({
    models: ["FrugalGPT", "FrugalGPT #2", "gpt-4"],
    scores: [[0.89, 0.9, 0.88]],
    costs: [[0.00007, 0.0005, 0.002]],
  });
  expect((await lookAt({ "f.csv": frugal })).findings.map(({ id }) => id)).toContain("points");
  expect(await rowsOf({ "l.csv": "model,accuracy,cost\na,0.5,1\nb,0.7,2\nc,0.6,3\n" })).toMatchObject({
    models: ["a", "b", "c"],
    scores: [[0.5, 0.7, 0.6]],
  });
});

it("points of Aider's leaderboards: percentages, and the cost of one exercise", async () => {
  const text = ["a", "b", "c"].map((model, i) => `- dirname: 2025-01-0${i + 1}--${model}\n  test_cases: 200\n  model: ${model}\n  pass_rate_1: ${10 * i}.5\n  pass_rate_2: ${20 * i + 10}.0\n  total_cost: ${i}\n  date: 2025-01-0${i + 1}\n`); // biome-ignore format: a file
  expect(await rowsOf({ "polyglot.yml": text.join("\n") })).toMatchObject({
    models: ["a", "b", "c"],
    scores: [[0.1, 0.3, 0.5]],
    costs: [[null, 0.005, 0.01]],
  });
});

it("points that repeat a setting count once, and are named by the method where makers have several models", async () => {
  const files = {
    "f.csv":
      "Test_acc,Test_cost,Method,Provider\n0.8,0.001,cascade,us\n0.8,0.001,cascade,us\n0.9,0.002,cascade,us\n0.7,0.001,big,them\n0.6,0.0005,small,them\n",
  };
  expect(await rowsOf(files)).toMatchObject({ models: ["cascade", "cascade #2", "big", "small"], scores: [[0.8, 0.9, 0.7, 0.6]] }); // biome-ignore format: a table
  expect((await read(files)).findings[0]!.text).toMatch(/^Each of the 5 rows .* 4 of which are distinct and count/);
});

describe("several files", () => {
  it("of the same models are rows of one table, with data sets named after the files", async () => {
    const files = {
      "mmlu/mmlu_law.csv": "prompt,a,b\nx,1,0\n",
      "mmlu/mmlu_math.csv": "prompt,a,b\nx,0,1\ny,1,1\n",
      "mmlu/README.md": "…",
    };
    expect(await rowsOf(files)).toMatchObject({ scores: [[1, 0], [0, 1], [1, 1]], datasets: ["mmlu_law", "mmlu_math", "mmlu_math"] }); // biome-ignore format: a table
    expect((await lookAt(files)).skipped).toEqual(["mmlu/README.md"]);
  });

  it("of different models are joined by id, in any order", async () => {
    const files = { "a.csv": "id,prompt,a\n1,x,1\n2,y,0\n", "b.csv": "id,prompt,b,c\n2,y,0.5,1\n1,x,0,1\n3,z,1,1\n" };
    expect(await rowsOf(files)).toMatchObject({ models: ["a", "b", "c"], scores: [[1, 0, 1], [0, 0.5, 1], [null, 1, 1]] }); // biome-ignore format: a table
  });

  it("with one model each are named after their file", async () => {
    const files = { "gpt.csv": "id,prompt,score\n1,x,1\n2,y,0\n", "llama.csv": "id,prompt,score\n1,x,0\n2,y,1\n" };
    expect(await rowsOf(files)).toMatchObject({ models: ["gpt", "llama"], scores: [[1, 0], [0, 1]] }); // biome-ignore format: a table
  });

  it("that share prompts are reported, even with slightly different words", async () => {
    const long = "Which of the following gases makes up most of the air that people breathe in every day";
    const files = {
      "train.csv": `prompt,a,b\nx,1,0\n${long},1,0\nz,0,1\n`,
      "test.csv": `prompt,a,b\nx,1,0\n${long}?,1,1\nq,0,0\n`,
    };
    const { findings } = await read(files);
    expect(findings.find(({ id }) => id === "leak")!.text).toMatch(
      /^1 prompt stands in both train and test.*|1 more does/,
    );
  });
});
