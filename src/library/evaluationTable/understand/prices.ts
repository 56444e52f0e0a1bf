/** Files about the models next to a table: prices in US dollars per million input and output tokens, and other figures. */
import { columnMeans, type EvaluationTable } from "../evaluationTable.ts";
import type { RawTable } from "../read/rawTable.ts";
import { readCell } from "./cell.ts";
import { fits, plainName } from "./columnNames.ts";
import { withoutLeaderboard } from "./leaderboard.ts";
import { figureColumns, isDate, readDate } from "./modelFigures.ts";

export interface Price {
  /** The model's names in the file. */
  names: string[];
  /** US dollars per million tokens. */
  input: number;
  output: number;
  /** Number of parameters; NaN when not given. */
  parameters: number;
  /** ISO year, year-month or date; null when not given. */
  released: string | null;
  /** Further figures by column; NaN where missing. */
  figures: ReadonlyMap<string, number>;
}

const SIZE = /^(?:size|parameters|params|parameter_count|num_parameters|n_params)$/;
const PRICE =
  /^(input|prompt|output|completion)_?(?:token|tokens)?_?(?:price|cost)s?(?:_usd)?(?:_per)?(?:_(token|1k|thousand|million|m|1m|mtok)(?:_tokens)?)?$/;
/** One price for all tokens, in a file with a row for each model. */
const ONE_PRICE =
  /^(?:token_|tokens_)?(?:price|cost)s?(?:_usd|_in_usd|_dollars)?(?:_per)?(?:_(token|1k|thousand|million|m|1m|mtok)(?:_tokens)?)?$/;
const PER: Readonly<Record<string, number>> = { token: 1e6, "1k": 1e3, thousand: 1e3 };

/**
 * The prices and other figures of models in a table; null when it has none, or when it also contains scores. Without a price, each row
 * has to name a model of its own, and one column to have a name that a figure of models has.
 */
export function readPrices(table: RawTable): Price[] | null {
  const found = { input: -1, output: -1 };
  const factor = { input: 1, output: 1 };
  table.columns.forEach(({ name }, i) => {
    const [, which, per] = PRICE.exec(plainName(name)) ?? [];
    if (!which) return;
    const kind = which === "input" || which === "prompt" ? "input" : "output";
    found[kind] = i;
    factor[kind] = PER[per ?? ""] ?? 1;
  });
  if (found.input < 0 && found.output < 0 && hasRowPerModel(table)) {
    const place = table.columns.findIndex(({ name }) => ONE_PRICE.test(plainName(name)));
    const [, per] = place < 0 ? [] : ONE_PRICE.exec(plainName(table.columns[place]!.name))!;
    found.input = place;
    found.output = place;
    factor.input = PER[per ?? ""] ?? 1;
    factor.output = factor.input;
  }
  const priced = found.input >= 0 || found.output >= 0;
  if (!priced && !isAboutModels(table)) return null;
  const names = table.columns.filter(
    ({ name }) => plainName(name) === "id" || plainName(name) === "key" || fits("model", name) >= 0,
  );
  if (names.length === 0) return null;
  const size = table.columns.find(({ name }) => SIZE.test(plainName(name)));
  const date = table.columns.find(isDate);
  const taken = [...names, size, date, table.columns[found.input], table.columns[found.output]];
  const figures = figureColumns(table.columns, table.rows, new Set(taken.flatMap((one) => one ?? [])));
  return Array.from({ length: table.rows }, (_, row): Price => {
    const price = (kind: "input" | "output") =>
      found[kind] < 0 ? Number.NaN : readCell(table.columns[found[kind]]!.text(row)).value * factor[kind];
    return {
      names: names.map((column) => column.text(row)).filter((name) => name !== ""),
      input: price("input"),
      output: price("output"),
      parameters: readParameters(size?.text(row) ?? ""),
      released: readDate(date?.text(row) ?? ""),
      figures: new Map(figures.map(({ name, column }) => [name, readCell(column.text(row)).value])),
    };
  });
}

/** Whether each row names a model of its own, and nothing is a prompt or a score. */
function hasRowPerModel({ columns, rows }: RawTable): boolean {
  const model = columns.find(({ name }) => fits("model", name) >= 0);
  const others = (["prompt", "score"] as const).some((role) => columns.some(({ name }) => fits(role, name) >= 0));
  return model !== undefined && model.texts.length - 1 === rows && !others;
}

/** Names of figures that models have and prompts have not. */
const ABOUT_MODELS =
  /latency|context|window|throughput|parameters|params|^size$|released?|cut_?off|ttft|memory|vram|speed/;

/** Whether it has a row for each model, named by a column of its own, and figures of models besides. */
function isAboutModels(table: RawTable): boolean {
  const { columns, rows } = table;
  // A JSON object of models by name has their names as ids.
  const isName = ({ name }: { name: string }) =>
    plainName(name) === "key" ||
    fits("model", name) >= 0 ||
    (plainName(name) === "id" && table.form.startsWith("JSON"));
  const named = columns.find(isName);
  if (!named || rows < 2 || new Set(Array.from({ length: rows }, (_, row) => named.text(row))).size !== rows)
    return false;
  if ((["prompt", "score"] as const).some((role) => columns.some(({ name }) => fits(role, name) >= 0))) return false;
  return columns.some(({ name }) => ABOUT_MODELS.test(plainName(name))) && withoutLeaderboard(table) === table;
}

/** "7B" → 7e9; "8x7B" → 56e9; NaN for another text. */
export function readParameters(text: string): number {
  const [, times, count, unit] = /^\s*(?:(\d+)\s*[x×]\s*)?(\d+(?:\.\d+)?)\s*([KMBT])?\b/i.exec(text) ?? [];
  if (!count) return Number.NaN;
  const units: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 };
  return Number(times ?? 1) * Number(count) * (units[(unit ?? "").toLowerCase()] ?? 1);
}

/** Parameters by a model's name, such as `llama-3-8b` or `Mixtral-8x7B`; NaN if it does not say. */
export function sizeInName(model: string): number {
  const [, written = ""] = /(?:^|[^a-z0-9])((?:\d+x)?\d+(?:\.\d+)?[bm])(?![a-z0-9])/i.exec(model) ?? [];
  return readParameters(written);
}

/** A model's name without its maker's, and without anything but letters and digits. */
export const bareName = (name: string): string =>
  name
    .toLowerCase()
    .split("/")
    .at(-1)!
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** What the files tell of each model, by its name with or without the maker's; null for a model that none names. */
export function pricesOf(models: readonly string[], prices: readonly Price[]): (Price | null)[] {
  const grouped = (key: (name: string) => string) => {
    const found = new Map<string, Price[]>();
    for (const price of prices) {
      for (const name of new Set(price.names.map(key))) found.set(name, [...(found.get(name) ?? []), price]);
    }
    return found;
  };
  const exact = grouped((name) => name.toLowerCase());
  const loose = grouped(bareName);
  return models.map((model) => together(exact.get(model.toLowerCase()) ?? loose.get(bareName(model)) ?? []));
}

/** Several files may each tell a part; what is told twice is taken from the last. */
function together(all: readonly Price[]): Price | null {
  if (all.length < 2) return all[0] ?? null;
  const last = (of: (price: Price) => number) => all.map(of).findLast(Number.isFinite) ?? Number.NaN;
  return {
    names: all.flatMap(({ names }) => names),
    input: last(({ input }) => input),
    output: last(({ output }) => output),
    parameters: last(({ parameters }) => parameters),
    released: all.map(({ released }) => released).findLast((date) => date !== null) ?? null,
    figures: new Map(all.flatMap(({ figures }) => [...figures])),
  };
}

/**
 * Cost of each call, from its tokens and its model's prices; null if the table has no tokens. Unknown prices give unknown cells.
 */
export function pricedCalls(table: EvaluationTable, prices: readonly (Price | null)[]): Float64Array | null {
  const { models, inputTokens, outputTokens } = table;
  if (!inputTokens && !outputTokens) return null;
  const part = (tokens: Float64Array | null, i: number, price: number) => (tokens ? (tokens[i]! * price) / 1e6 : 0);
  const costs = Float64Array.from({ length: table.scores.length }, (_, i) => {
    const price = prices[i % models.length];
    return price ? part(inputTokens, i, price.input) + part(outputTokens, i, price.output) : Number.NaN;
  });
  return columnMeans(costs, models.length).some((mean) => !Number.isNaN(mean)) ? costs : null;
}
