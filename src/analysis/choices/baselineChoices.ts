import { contentKey } from "../../core/contentKey.ts";
import { bestSingle, expertPerGroup } from "../../core/metrics/baselines.ts";
import { remembered } from "../analysis.ts";
import { primaryRows } from "../rows/benchmarkRows.ts";

/** The best single expert by mean loss over these prompts: the router's baseline. */
export const singleBest = remembered({
  keep: 8,
  key: (rows: Int32Array) => contentKey(rows),
  compute: (library, rows): number => bestSingle(library.benchmark.losses, rows),
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
    const order = new Map([...new Set(labels)].map((id, group) => [id, group]));
    const chosenOn = new Int32Array(labels.length).fill(-1);
    for (const row of primaryRows(library)) chosenOn[row] = order.get(labels[row]!)!;
    const experts = expertPerGroup(library.benchmark.losses, chosenOn, order.size);
    return Int32Array.from(labels, (id) => experts[order.get(id)!]!);
  },
});
