/**
 * Tables of how well models did on prompts, as router projects publish them: RouterBench (wide CSV with costs), RouteLLM (CSV of
 * True and False), LLMRouter and RouterDC (JSON with `scores`), Avengers (JSON lines with `records` and `usages`), EmbedLLM (long CSV).
 */
import { MAX_CELLS, TableError, TELL_EVERY, type Tell, type TextTable } from "./table.ts";

export interface RoutingTable {
  models: string[];
  prompts: { id: string; domain: string; text: string }[];
  /** Prompts × models, 0 … 1; NaN where missing. */
  scores: Float64Array;
  /** The same of what a call cost, in the table's currency; null when the table has no costs. */
  costs: Float64Array | null;
  /** What a reader should know of the table, in sentences. */
  report: string[];
}

const TEXT = ["prompt", "question", "query", "text", "origin_query", "formatted_query"];
const ID = ["sample_id", "prompt_id", "question_id", "id", "global_index", "index"];
const DOMAIN = ["eval_name", "dataset", "task_name", "domain", "category"];
/** Columns of numbers that are no model's score. */
const NO_MODEL =
  /^(cluster_id|embedding_id|turn|tstamp|token_num|prompt_tokens|completion_tokens|response_time|cost|split|choices)$/;
const MAX_MODELS = 1_000;

/** Reads a routing table. Throws a TableError that says what is missing or wrong, and where. */
export function readRoutingTable(table: TextTable, tell: Tell = () => {}): RoutingTable {
  const { file, columns, rows, lines } = isLong(table) ? widened(table) : table;
  const find = (names: readonly string[]) => names.map((name) => columns.indexOf(name)).find((at) => at >= 0) ?? -1;
  const [textAt, idAt, domainAt] = [find(TEXT), find(ID), find(DOMAIN)];
  const { models, scoreAt, costAt } = modelColumns(columns, rows, [textAt, idAt, domainAt]);
  if (models.length < 2) {
    throw new TableError(
      file,
      `${file} has scores of ${models.length} models; two are needed. Each model is a column of scores from 0 to 1 (or True and False), or ` +
        "a key of “scores” or “records”.",
    );
  }
  if (models.length > MAX_MODELS) throw new TableError(file, `${file} has more than ${MAX_MODELS} models.`);

  const scores = new Float64Array(rows.length * models.length);
  const hasCosts = costAt.every((at) => at >= 0);
  const costs = hasCosts ? new Float64Array(rows.length * models.length) : null;
  const ids = new DistinctIds();
  const texts = new Set<string>();
  let [missing, repeatedIds, repeatedTexts] = [0, 0, 0];
  const prompts = rows.map((row, i) => {
    if (i % TELL_EVERY === 0) tell(i / rows.length);
    models.forEach((model, k) => {
      const score = scoreOf(row[scoreAt[k]!]!);
      if (!Number.isNaN(score) && !(score >= 0 && score <= 1)) {
        throw new TableError(
          file,
          `${file}, line ${lines[i]}, “${model}”: the score ${score} is not from 0 to 1. Scale all scores alike first.`,
        );
      }
      if (Number.isNaN(score)) missing++;
      scores[i * models.length + k] = score;
      if (costs) costs[i * models.length + k] = scoreOf(row[costAt[k]!]!);
    });
    const written = (idAt >= 0 && row[idAt]!.slice(0, 200)) || String(lines[i]);
    const id = ids.distinct(written);
    if (id !== written) repeatedIds++;
    const text = textAt >= 0 ? row[textAt]! : "";
    if (text !== "" && texts.has(text)) repeatedTexts++;
    texts.add(text);
    return { id, domain: (domainAt >= 0 && row[domainAt]) || "all", text };
  });
  const constant = models.filter((_, k) =>
    rows.every((_row, i) => Object.is(scores[i * models.length + k], scores[k])),
  );
  tell(1);
  const report = [
    `${rows.length} prompts, ${models.length} models.`,
    missing > 0 ? `${missing} scores are missing; such a prompt does not count for policies that need all scores.` : "",
    repeatedIds > 0 ? `${repeatedIds} rows repeat an id; they are told apart by a number.` : "",
    repeatedTexts > 0 ? `${repeatedTexts} rows repeat a prompt.` : "",
    constant.length > 0 ? `Always the same score: ${constant.join(", ")}.` : "",
    hasCosts ? "" : "No costs: a model's mean score stands in for its cost.",
  ];
  return { models, prompts, scores, costs, report: report.filter((line) => line !== "") };
}

/** Names of the models, and where their scores and costs are (−1: nowhere). */
function modelColumns(columns: readonly string[], rows: readonly string[][], taken: readonly number[]) {
  const at = (name: string) => columns.indexOf(name);
  const keyed = (prefix: string) =>
    columns.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  for (const prefix of ["scores.", "records."]) {
    const models = keyed(prefix);
    if (models.length === 0) continue;
    return {
      models,
      scoreAt: models.map((model) => at(prefix + model)),
      costAt: models.map((model) => at(`usages.${model}.cost`)),
    };
  }
  const wide = columns.filter((name) => at(`${name}|total_cost`) >= 0 || at(`${name}|model_response`) >= 0);
  const models =
    wide.length > 0
      ? wide
      : columns.filter(
          (name, k) =>
            !taken.includes(k) &&
            !NO_MODEL.test(name) &&
            rows.some((row) => row[k] !== "") &&
            rows.every((row) => row[k]!.trim() === "" || !Number.isNaN(scoreOf(row[k]!))),
        );
  return { models, scoreAt: models.map(at), costAt: models.map((model) => at(`${model}|total_cost`)) };
}

function scoreOf(cell: string): number {
  const written = cell.trim().toLowerCase();
  if (written === "true") return 1;
  if (written === "false") return 0;
  return written === "" ? Number.NaN : Number(written);
}

/** Ids that have been given away; repeated ones get a number that makes them distinct from all others. */
class DistinctIds {
  readonly #given = new Set<string>();
  /** By repeated id: the number to try next. */
  readonly #next = new Map<string, number>();

  distinct(written: string): string {
    let id = written;
    let k = this.#next.get(written) ?? 2;
    for (; this.#given.has(id); k++) id = `${written}#${k}`;
    if (id !== written) this.#next.set(written, k);
    this.#given.add(id);
    return id;
  }
}

const LONG = ["model_id", "prompt_id", "label"];
const isLong = ({ columns }: TextTable): boolean => LONG.every((name) => columns.includes(name));

/** One row a prompt, of a table with one row a prompt and model; of repeated ones the larger label counts, as EmbedLLM has it. */
function widened({ file, columns, rows, lines }: TextTable): TextTable {
  const [modelAt, promptAt, labelAt, textAt] = [...LONG, "prompt"].map((name) => columns.indexOf(name));
  const models = new Map<string, number>();
  for (const row of rows) if (!models.has(row[modelAt!]!)) models.set(row[modelAt!]!, models.size);
  if (models.size > MAX_MODELS) throw new TableError(file, `${file} has more than ${MAX_MODELS} models.`);
  const count = new Set(rows.map((row) => row[promptAt!]!)).size;
  if (count * models.size > MAX_CELLS) {
    throw new TableError(
      file,
      `${file} has ${count} prompts × ${models.size} models, more than ${MAX_CELLS} cells. Import fewer prompts or models at a time.`,
    );
  }
  const prompts = new Map<string, { row: string[]; line: number }>();
  rows.forEach((row, i) => {
    const id = row[promptAt!]!;
    const known = prompts.get(id) ?? {
      row: [id, textAt! < 0 ? "" : row[textAt!]!, ...Array<string>(models.size).fill("")],
      line: lines[i]!,
    };
    prompts.set(id, known);
    const k = 2 + models.get(row[modelAt!]!)!;
    const [before, now] = [scoreOf(known.row[k]!), scoreOf(row[labelAt!]!)];
    if (!(before >= now)) known.row[k] = row[labelAt!]!;
  });
  const found = [...prompts.values()];
  return {
    file,
    columns: ["prompt_id", "prompt", ...[...models.keys()].map((model) => `scores.${model}`)],
    rows: found.map(({ row }) => row),
    lines: found.map(({ line }) => line),
  };
}
