/** Policies that every router is compared with. Each is chosen on the rows that the plan does not hold out. */
import { costsByLength } from "../../core/evaluation/costByLength.ts";
import type { Matrix } from "../../core/matrix.ts";
import { targetMeans } from "../heads/differences.ts";
import type { LabTable } from "./labTable.ts";
import type { Plan } from "./plans.ts";
import { unknownLike } from "./predictHeldOut.ts";

export interface References {
  /** By prompt: the model with the best mean score; of equals the cheapest, then the first. −1 if no plan holds the prompt out. */
  best: Int32Array;
  /** Prompts × models: the model's mean cost. Null without costs; NaN for a model without any. */
  meanCosts: Matrix | null;
  /** The cost that a router decides by: by the length of the prompt where the table tells it, else the model's mean. */
  expectedCosts: Matrix | null;
  /** Prompts × models: mean score within the prompt's data set, over all prompts where no other of the data set is known. */
  byDataset: Matrix;
}

export function referencesOf({ scores, costs, lengths, datasets }: LabTable, plans: readonly Plan[]): References {
  const { columns } = scores;
  const best = new Int32Array(scores.rows).fill(-1);
  const meanCosts = costs && unknownLike(costs);
  const expectedCosts = costs && lengths ? unknownLike(costs) : meanCosts;
  const byDataset = unknownLike(scores);
  for (const { held, others } of plans) {
    const means = targetMeans(scores, others);
    const prices = costs ? targetMeans(costs, others) : null;
    const first = bestOf(means, prices);
    const own = new Map<string, Float64Array>();
    for (const name of new Set(Array.from(held, (row) => datasets[row]!))) {
      const same = others.filter((row) => datasets[row] === name);
      own.set(name, same.length > 0 ? targetMeans(scores, same) : means);
    }
    if (costs && lengths) costsByLength(costs, lengths, prices!, { train: others, held }, expectedCosts!.data);
    for (const row of held) {
      best[row] = first;
      if (meanCosts) meanCosts.data.set(prices!, row * columns);
      byDataset.data.set(own.get(datasets[row]!)!, row * columns);
    }
  }
  return { best, meanCosts, expectedCosts, byDataset };
}

/** Largest value; of equals the cheapest by `prices`, then the first. Unknown values are never taken. −1 without any. */
export function bestOf(
  values: ArrayLike<number>,
  prices: ArrayLike<number> | null,
  offset = 0,
  count = values.length,
): number {
  let best = -1;
  let most = Number.NEGATIVE_INFINITY;
  let cheapest = Number.POSITIVE_INFINITY;
  for (let m = 0; m < count; m++) {
    const value = values[offset + m]!;
    const price = prices?.[offset + m] ?? Number.NaN;
    const known = Number.isNaN(price) ? Number.POSITIVE_INFINITY : price;
    if (value > most || (value === most && known < cheapest)) [best, most, cheapest] = [m, value, known];
  }
  return best;
}
