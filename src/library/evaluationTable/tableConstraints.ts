/** Constraints of a table's models, besides their scores. A table without costs, prices or sizes has none. */
import { scaledConstraint } from "../manifest/constraints.ts";
import { identifiers } from "../manifest/identifier.ts";
import type { ConstraintInfo } from "../manifest/manifest.ts";
import { ageInYears } from "../manifest/recency.ts";
import { COST, columnMeans, INPUT_TOKENS, OUTPUT_TOKENS, PER_PROMPTS } from "./evaluationTable.ts";
import type { UnderstoodTable } from "./importer.ts";
import { strongCalls } from "./strongCalls.ts";
import { isMoreBetter } from "./understand/modelFigures.ts";
import type { Price } from "./understand/prices.ts";

/** @param ids of the models, in table order; @param title the source of the figures */
export function tableConstraints(
  { table, prices }: UnderstoodTable,
  ids: readonly string[],
  title: string,
): ConstraintInfo[] {
  const { models, costs } = table;
  const byId = (values: ArrayLike<number>) => new Map(ids.map((id, k) => [id, values[k]!]));
  const known = (values: ArrayLike<number>) => Array.from(values).some((value) => Number.isFinite(value));
  const measured = `from ${title}`;
  const found: ConstraintInfo[] = [];
  const means = costs && columnMeans(costs, models.length);
  if (means && known(means)) {
    const raw = byId(means.map((mean) => mean * PER_PROMPTS));
    const description = "What the calls cost, prompt by prompt; of a model, the mean.";
    const info = { id: COST, label: "Cost", unit: "US dollars per 1,000 prompts", scale: "linear" as const };
    found.push({ ...scaledConstraint({ ...info, description, measured }, raw), axis: "log" });
  }
  if (prices) {
    const price = models.map((_, k) => mean([prices[k]?.input, prices[k]?.output]));
    if (known(price)) {
      const info = { id: "price", label: "Price", unit: "US dollars per million tokens", scale: "linear" as const };
      const description = "Mean of the prices of input and output.";
      found.push({ ...scaledConstraint({ ...info, description, measured }, byId(price)), axis: "log" });
    }
    const sizes = models.map((_, k) => prices[k]?.parameters ?? Number.NaN);
    if (known(sizes) && sizes.every((size) => !(size <= 0))) {
      const info = { id: "size", label: "Size", unit: "parameters", scale: "log" as const };
      found.push(scaledConstraint({ ...info, description: "Number of parameters.", measured }, byId(sizes)));
    }
    const newest = newestDate(prices);
    if (newest !== null) {
      const info = { id: "recency", label: "Recency", unit: "years", scale: "linear" as const };
      const ages = models.map((_, k) => ageInYears(prices[k]?.released ?? null, newest));
      const description = "How much older the model is than the newest of the table.";
      found.push(scaledConstraint({ ...info, description, measured }, byId(ages)));
    }
  }
  const measures = [...(table.measures ?? [])];
  const figures = prices ? modelFigures(prices) : [];
  const measureNames = measureIds([...measures, ...figures].map(([name]) => name));
  measures.forEach(([name, cells], i) => {
    const raw = columnMeans(cells, models.length);
    if (!known(raw)) return;
    const about = { id: measureNames[i]!, label: labelOf(name), unit: unitIn(name), scale: "linear" as const };
    const description = `From the table's column “${name}”, prompt by prompt; of a model, the mean.`;
    const scaled = scaledConstraint({ ...about, description: description.slice(0, 400), measured }, byId(raw));
    found.push({ ...scaled, axis: axisOf(raw) });
  });
  figures.forEach(([name, values], i) => {
    const inverse = isMoreBetter(name);
    const most = Math.max(...values.filter(Number.isFinite));
    const raw = inverse ? values.map((value) => most - value) : values;
    const label = inverse ? `${labelOf(name).slice(0, 40)} below the best` : labelOf(name);
    const about = { id: measureNames[measures.length + i]!, label, unit: unitIn(name), scale: "linear" as const };
    const column = `From the column “${name.slice(0, 200)}” of the models' file`;
    const description = inverse ? `${column}: the largest value less the model's own.` : `${column}.`;
    found.push({
      ...scaledConstraint({ ...about, description, measured }, byId(raw)),
      axis: axisOf(Float64Array.from(raw)),
    });
  });
  if (found.length === 0 && models.length === 2) found.push(strongCalls(table.scores, ids, models, measured));
  return found;
}

/** Figures of the models from a file about them, by column: those that tell two models apart. */
function modelFigures(prices: readonly (Price | null)[]): [name: string, values: number[]][] {
  const names = new Set(prices.flatMap((price) => [...(price?.figures.keys() ?? [])]));
  return [...names].flatMap((name): [string, number[]][] => {
    const values = prices.map((price) => price?.figures.get(name) ?? Number.NaN);
    return new Set(values.filter((value) => value >= 0)).size > 1 && !values.some((value) => value < 0)
      ? [[name, values]]
      : [];
  });
}

/** The date that ages are counted from: an import on another day gives the same table. Null where fewer than two models have one. */
export function newestDate(prices: readonly (Price | null)[]): string | null {
  const dates = prices.flatMap((price) => price?.released ?? []);
  return dates.length > 1 ? dates.sort().at(-1)! : null;
}

/** Ids that are those of no other column or constraint. */
export function measureIds(names: readonly string[]): string[] {
  return identifiers([...TAKEN, ...names.map((name) => name.toLowerCase())]).slice(TAKEN.length);
}

const TAKEN = [COST, "price", "size", "recency", "strong-calls", INPUT_TOKENS, OUTPUT_TOKENS, "loss", "accuracy", "predicted", "router"]; // biome-ignore format: a list

function labelOf(name: string): string {
  const words = name.replace(/[_\s]+/g, " ").trim();
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 60) || "Constraint";
}

const unitIn = (name: string): string =>
  /(?:^|[_\s])(?:ms|milliseconds|millis)$/i.test(name)
    ? "milliseconds"
    : /(?:^|[_\s])(?:s|sec|seconds)$|^(?:latency|response[_\s]time|time[_\s]taken|duration|ttft)$/i.test(name)
      ? "seconds"
      : "in the table's unit";

/** Values over more than two decades are drawn on a logarithmic axis. */
function axisOf(raw: Float64Array): "log" | "linear" {
  const known = raw.filter(Number.isFinite);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least > 0 && most > 100 * least ? "log" : "linear";
}

function mean(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => Number.isFinite(value)) as number[];
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : Number.NaN;
}
