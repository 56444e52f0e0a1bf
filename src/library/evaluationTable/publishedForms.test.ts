/** @file Tables in the forms in which they are published, written for this test. */
import { describe, expect, it } from "vitest";
import { type Files, lookAt, read, rowsOf } from "./testing/importFixture.ts";

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
