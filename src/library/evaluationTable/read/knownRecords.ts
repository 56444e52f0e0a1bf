/**
 * Records of evaluation tools whose figures are nested too deeply to be columns, as flat rows
 * `{id, model, dataset, prompt, score, …}`: samples of lm-evaluation-harness, instances of HELM, runs of LLMRouterBench and Aider. What the
 * files themselves do not say is taken from their paths.
 */
import { isRecord, type JsonRecord } from "./records.ts";

/** In order of preference, for records with several. */
const METRICS = [
  "acc",
  "exact_match",
  "quasi_exact_match",
  "exact_match,strict-match",
  "pass@1",
  "f1",
  "f1_score",
  "acc_norm",
  "rougeL",
  "rouge_l",
  "bleu",
  "score",
  "accuracy",
];

/** @param path of the file, including its folders if known */
export function knownRecord(record: JsonRecord, path: string): JsonRecord {
  if ("doc_id" in record && ("doc" in record || "resps" in record)) return harnessSample(record, path);
  if ("instance_id" in record && "stats" in record) return helmInstance(record, path);
  if ("model" in record && ("pass_rate_1" in record || "pass_rate_2" in record)) return aiderRun(record);
  if ("origin_query" in record && "score" in record) return benchRecord(record, path);
  return record;
}

const folders = (path: string): string[] => path.split("/").slice(0, -1);
const fileName = (path: string): string => path.split("/").at(-1)!;

/** `<model>/samples_<task>_<time>.jsonl`; slashes in the model's name are written as two underscores. */
function harnessSample(record: JsonRecord, path: string): JsonRecord {
  const { doc, metrics, arguments: given } = record;
  const names = Array.isArray(metrics) ? metrics.map(String) : METRICS;
  const metric = names.find((name) => typeof record[name] === "number" || typeof record[name] === "boolean");
  const [, task] =
    /^samples_(.+?)_\d{4}-\d\d-\d\d/.exec(fileName(path)) ?? /^samples_(.+)\.\w+$/.exec(fileName(path)) ?? [];
  const fields = isRecord(doc) ? doc : {};
  const question = ["question", "query", "problem", "prompt", "input", "text", "goal", "ctx"].find(
    (name) => typeof fields[name] === "string",
  );
  return {
    doc_id: record.doc_id,
    prompt: question ? fields[question] : firstText(given),
    model: String(record.model ?? folders(path).at(-1) ?? fileName(path)).replaceAll("__", "/"),
    dataset: record.task ?? task ?? fileName(path),
    score: metric ? record[metric] : null,
  };
}

function firstText(value: unknown): unknown {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return firstText(value[0]);
  return isRecord(value) ? firstText(Object.values(value)[0]) : "";
}

/** `<task>:<settings>,model=<model>/…json`; statistics as a list, or by name. */
function helmInstance(record: JsonRecord, path: string): JsonRecord {
  const { instance_id: id, stats, train_trial_index: trial } = record;
  const values = new Map<string, unknown>();
  if (Array.isArray(stats)) {
    for (const one of stats.filter(isRecord)) {
      const name = isRecord(one.name) ? one.name : { name: one.name };
      // Statistics of perturbed prompts are listed next to those of the prompt itself.
      if (isRecord(name.perturbation)) continue;
      values.set(String(name.name), one.mean ?? (Number(one.sum) / Number(one.count) || one.sum));
    }
  } else if (isRecord(stats)) for (const [name, value] of Object.entries(stats)) values.set(name, value);
  const metric = METRICS.find((name) => values.has(name));
  const run = folders(path).find((folder) => /model=/.test(folder)) ?? "";
  return {
    instance_id: id,
    prompt: isRecord(record.input) ? record.input.text : (record.prompt ?? ""),
    model: (record.model as string) ?? /model=([^,/]+)/.exec(run)?.[1]?.replaceAll("_", "/") ?? folders(path).at(-1),
    dataset: run === "" ? "" : run.replace(/,?model=[^,/]+/, ""),
    trial: trial ?? "",
    score: metric ? values.get(metric) : null,
    input_tokens: values.get("num_prompt_tokens") ?? "",
    output_tokens: values.get("num_completion_tokens") ?? values.get("num_output_tokens") ?? "",
  };
}

/** `<dataset>/<split>/<model>/<time>.json`. */
function benchRecord(record: JsonRecord, path: string): JsonRecord {
  const [model, split, dataset] = folders(path).reverse();
  const said = ["model_name", "model"].find((name) => typeof record[name] === "string");
  return {
    ...record,
    ...(said ? {} : { model_name: model ?? fileName(path).replace(/\.\w+$/, "") }),
    ...(record.dataset_id === undefined && dataset ? { dataset_id: dataset } : {}),
    ...(record.split === undefined && split ? { split } : {}),
  };
}

/** A run of Aider's leaderboards: percentages of its exercises, and what all of them cost together. */
function aiderRun({ model, pass_rate_1, pass_rate_2, total_cost, test_cases }: JsonRecord): JsonRecord {
  const cost = Number(total_cost) / Number(test_cases);
  return {
    model,
    score: typeof pass_rate_2 === "number" ? pass_rate_2 : pass_rate_1,
    // Runs without a price have the cost 0.
    cost: cost > 0 && Number.isFinite(cost) ? cost : null,
  };
}
