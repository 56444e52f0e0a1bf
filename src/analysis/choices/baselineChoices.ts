import { contentKey } from "../../core/contentKey.ts";
import { bestModel, measuredCalls } from "../../core/evaluation/measuredCalls.ts";
import { bestSingle, expertPerGroup } from "../../core/metrics/baselines.ts";
import type { Library } from "../../library/load.ts";
import { remembered } from "../analysis.ts";
import { primaryRows } from "../rows/benchmarkRows.ts";
import { callCosts, isTable } from "../table/reportQuestion.ts";

/** The best single expert by mean loss over these prompts: the router's baseline. Of equals in a table, the cheapest. */
export const singleBest = remembered({
  keep: 8,
  key: (rows: Int32Array) => contentKey(rows),
  compute(library, rows): number {
    const { losses, accuracies } = library.benchmark;
    if (!isTable(library)) return bestSingle(losses, rows);
    const calls = measuredCalls(accuracies, callCosts(library), rows);
    return bestModel(calls, calls.rows);
  },
});

/**
 * The expert for each benchmark prompt's true domain or part: the best one by measured loss on the headline windows with that
 * label. It is what a perfect classifier could achieve: an optimistic baseline.
 */
export const labelExperts = remembered({
  keep: 2,
  key: (label: "domain" | "part") => label,
  compute(library, label): Int32Array {
    const labels = library.benchmark[label];
    if (isTable(library)) return tableLabelModels(library, labels);
    const order = new Map([...new Set(labels)].map((id, group) => [id, group]));
    const chosenOn = new Int32Array(labels.length).fill(-1);
    for (const row of primaryRows(library)) chosenOn[row] = order.get(labels[row]!)!;
    const experts = expertPerGroup(library.benchmark.losses, chosenOn, order.size);
    return Int32Array.from(labels, (id) => experts[order.get(id)!]!);
  },
});

/** The same for a table: the best model on the prompts of each label that count; of equals, the cheapest. */
function tableLabelModels(library: Library, labels: readonly string[]): Int32Array {
  const calls = measuredCalls(library.benchmark.accuracies, callCosts(library), primaryRows(library));
  const members = new Map<string, number[]>();
  for (const row of calls.rows) {
    const own = members.get(labels[row]!);
    if (own) own.push(row);
    else members.set(labels[row]!, [row]);
  }
  const overall = bestModel(calls, calls.rows);
  const best = new Map([...members].map(([name, rows]) => [name, bestModel(calls, rows)]));
  return Int32Array.from(labels, (name) => best.get(name) ?? overall);
}
