/** Constraints of a table's models, besides their scores. A table without costs, prices or sizes has none. */
import { scaledConstraint } from "../manifest/constraints.ts";
import type { ConstraintInfo } from "../manifest/manifest.ts";
import { COST, columnMeans, PER_PROMPTS } from "./evaluationTable.ts";
import type { UnderstoodTable } from "./importer.ts";
import { strongCalls } from "./strongCalls.ts";

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
  }
  if (found.length === 0 && models.length === 2) found.push(strongCalls(table.scores, ids, models, measured));
  return found;
}

function mean(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => Number.isFinite(value)) as number[];
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : Number.NaN;
}
