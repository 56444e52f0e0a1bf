/** Interprets column names: which model they belong to, and what they measure. */

export type Measure =
  | "score"
  | "loss"
  | "cost"
  | "inputTokens"
  | "outputTokens"
  | "tokens"
  | "inputPrice"
  | "outputPrice"
  | "answer"
  | "time"
  | "other";

/** Lower case, with an underscore for everything but letters and digits. */
export const plainName = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");

/** Words for measures; where one is a suffix of another, the longer comes first. */
const MEASURES: readonly (readonly [Measure, string])[] = [
  ["cost", "total_cost|inference_cost|cost_usd|usd_cost|api_cost|cost|price|usd|dollars"],
  [
    "inputTokens",
    "num_input_tokens|n_input_tokens|input_tokens|prompt_tokens|tokens_in|token_num_prompt|input_token_count|num_prompt_tokens",
  ],
  [
    "outputTokens",
    "num_output_tokens|n_output_tokens|output_tokens|completion_tokens|response_tokens|generated_tokens|tokens_out|token_num_responses|output_token_count|num_completion_tokens",
  ],
  ["tokens", "total_tokens|num_tokens|n_tokens|token_count|token_num|tokens"],
  [
    "answer",
    "model_response|model_responses|generated_answer|generated_text|raw_output|response|responses|answer|output|outputs|completion|prediction|pred|generation",
  ],
  ["loss", "losses|loss|nll|error_rate|perplexity|ppl"],
  ["score", "armo_rm_scores|scores|score|is_correct|correct|accuracy|acc|performance|exact_match|quality|reward|label"],
  ["time", "latency_ms|latency_s|latency|response_time|time_taken|seconds|duration|ttft"],
  ["other", "time|rank|error|provider|finish_reason|judge"],
];

const measureOf = (word: string): Measure | null =>
  MEASURES.find(([, words]) => new RegExp(`^(?:${words})$`).test(word))?.[0] ?? null;

/**
 * Splits `gpt-4|total_cost`, `scores.gpt-4`, `cost:gpt-4`, `usages.gpt-4.cost`, `gpt-4_cost` into the model's name and the measure.
 * Null for a name without a measure, or with nothing else.
 */
export function splitName(name: string): { model: string; measure: Measure } | null {
  const nested = /^(?:usages?|costs?|scores?|records|results|models|outputs|responses)\.(.+)\.([^.]+)$/.exec(name);
  if (nested) {
    const measure = measureOf(plainName(nested[2]!));
    if (measure) return { model: nested[1]!, measure };
  }
  const before =
    /^(scores?|records|performance|accuracy|correct|costs?|loss(?:es)?|tokens|responses?|answers?)(?:[.:/|]|\s+of\s+)(.+)$/i.exec(
      name,
    );
  if (before) {
    const word = plainName(before[1]!);
    const measure =
      word === "records" ? "score" : measureOf(word.replace(/^costs$/, "cost").replace(/^answers$/, "answer"));
    if (measure) return { model: before[2]!, measure };
  }
  // Look for the separator after the model's name: the longest measure at the end of the name wins.
  for (const at of splits(name)) {
    const measure = measureOf(plainName(name.slice(at + 1)));
    const model = name.slice(0, at).trim();
    if (measure && model !== "") return { model, measure };
  }
  const under = /^(cost|score|loss|tokens|latency|response)_(?=.*[\d-])(.+)$/i.exec(name);
  return under ? { model: under[2]!, measure: measureOf(under[1]!.toLowerCase())! } : null;
}

/**
 * Splits `Score GPT`, `acc_gpt`, `cost-gpt`: a measure before the model's name. Such a name can also be a word of its own, so
 * another column has to say the same: see `splitNames`.
 */
function splitMeasureFirst(name: string): { model: string; measure: Measure } | null {
  for (const at of splits(name).reverse()) {
    const measure = measureOf(plainName(name.slice(0, at)));
    const model = name.slice(at + 1).trim();
    if (measure && model !== "" && !measureOf(plainName(model))) return { model, measure };
  }
  return null;
}

/** The parts of each name that has any; a measure before the name counts if another column has that measure, or that model. */
export function splitNames(names: readonly string[]): Map<string, { model: string; measure: Measure }> {
  const sure = new Map(names.flatMap((name) => toEntry(name, splitName(name))));
  const maybe = new Map(names.flatMap((name) => (sure.has(name) ? [] : toEntry(name, splitMeasureFirst(name)))));
  const [models, measures] = [new Map<string, number>(), new Map<string, number>()];
  const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const name of names) count(models, name);
  for (const { model } of sure.values()) count(models, model);
  for (const { model, measure } of maybe.values()) {
    count(models, model);
    count(measures, measure);
  }
  for (const [name, split] of maybe) {
    if (models.get(split.model)! > 1 || measures.get(split.measure)! > 1) sure.set(name, split);
  }
  return sure;
}

const toEntry = <T>(name: string, value: T | null): [string, T][] => (value ? [[name, value]] : []);

/** Positions of possible separators between a model's name and a measure, from the left. */
function splits(name: string): number[] {
  const places: number[] = [];
  for (let i = 1; i < name.length - 1; i++) if (/[|./:_\s-]/.test(name[i]!)) places.push(i);
  return places;
}

/** Whether the whole name says how long a call took. */
export const isTimeName = (name: string): boolean => measureOf(plainName(name)) === "time";

/** What a column's name says besides the model's: "latency" for `gpt_latency` or `latency:gpt`. */
export function nameBeside(column: string, model: string): string {
  const rest = column.split(model).join(" ");
  return (rest === column ? column : rest).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "") || column;
}

/** Usual column names by role, in order of preference. */
const NAMES = {
  prompt:
    "prompt question query text origin_query user_prompt instruction input formatted_query problem input_text user_query",
  id: "sample_id prompt_id question_id instance_id doc_id example_id query_id global_index id uid qid index idx task_id item_id",
  dataset:
    "eval_name dataset dataset_name dataset_id task_name benchmark task domain category subject subset source_dataset",
  model: "model model_name model_id llm llm_name llm_selected llm_id engine system candidate",
  score:
    "score label performance correct is_correct accuracy acc exact_match evaluation_result_score reward quality rating grade value result em f1 metric_value",
  loss: "loss nll error",
  cost: "cost total_cost inference_cost evaluation_result_inference_cost cost_usd price usage_cost usd",
  inputTokens:
    "input_tokens prompt_tokens token_usage_input_tokens usage_prompt_tokens usage_input_tokens num_prompt_tokens",
  outputTokens: "output_tokens completion_tokens token_usage_output_tokens usage_completion_tokens usage_output_tokens",
  turn: "turn trial repetition",
} as const;

export type NamedRole = keyof typeof NAMES;

const PREFERENCE = Object.fromEntries(
  Object.entries(NAMES).map(([role, names]) => [role, names.split(" ")]),
) as unknown as Record<NamedRole, string[]>;

/** How well a name fits a role: 0 is best; −1 not at all. */
export const fits = (role: NamedRole, name: string): number => PREFERENCE[role].indexOf(plainName(name));

/** Numeric columns that are not a model's scores, although their values would fit. */
const NO_MODEL =
  /^(?:|unnamed_\d+|level_\d+|difficulty|complexity|length|len|size|weight|prob|probability|confidence|threshold|rank|ratio|share|entropy|perplexity|similarity|temperature|top_p|year|level|grade|fold|split|seed|turn|round|step|time|timestamp|tstamp|latency|duration|epoch|cluster|cluster_id|embedding_id|target|gold|answer|winner|count|tokens?|words?|chars?|lines?|cost|price|split|choices|response_time|train_trial_index|is_train|contaminated|num_.*|n_.*|mean_.*|avg_.*|average.*|std_.*|(?:.+_)?(?:count|len|length|tokens|token_num|id|idx|index|seed|difficulty|timestamp|date|year|share|ratio))$/;

export const isNoModel = (name: string): boolean => NO_MODEL.test(plainName(name));
