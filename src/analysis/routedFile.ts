import { type Matrix, matrix } from "../core/matrix.ts";
import { memoLru } from "../core/memoLru.ts";
import { route } from "../core/objective/objective.ts";
import { withHeads } from "../library/customExperts/withCustomExperts.ts";
import { routerLosses } from "../library/evaluationTable/router/routerLosses.ts";
import type { Library } from "../library/load.ts";
import type { Policy } from "../state/policy.ts";
import type { RoutedTexts } from "../workers/inference/protocol.ts";
import { totalPenalty } from "./choices/penalties.ts";

/** Predicted losses of a file's prompts by expert of the shown library; added experts by their heads. */
export const filePredictions = memoLru((library: Library, outputs: RoutedTexts): Matrix => {
  const rows = outputs.tokens.length;
  const routed = library.manifest.router?.experts ?? [];
  const place = new Map(routed.map((id, i) => [id, i]));
  const own = library.expertIds.filter((id) => !library.calibrated?.has(id)).map((id) => place.get(id) ?? -1);
  const columns = library.expertIds.length;
  const data = new Float64Array(rows * columns);
  const size = outputs.states.length / Math.max(1, rows);
  const known = outputs.losses.length / Math.max(1, rows);
  for (let r = 0; r < rows; r++) {
    if (library.trained) {
      data.set(routerLosses(library.trained, outputs.losses, r * known), r * columns);
      continue;
    }
    const losses = Float64Array.from(own, (i) => outputs.losses[r * routed.length + i] ?? Number.NaN);
    const state = outputs.states.subarray(r * size, (r + 1) * size);
    data.set(library.calibrated ? withHeads(library, losses, state) : losses, r * columns);
  }
  return matrix(rows, columns, data);
}, 2);

/** What is decided for each prompt of a file. */
export interface FileDecisions {
  /** Expert by prompt, −1 where none may answer. */
  choices: Int32Array;
  /** By how much the objective of the next expert is higher; NaN where there is none. */
  margins: Float64Array;
}

/** Decides all prompts under a policy, from predictions that are there: no model runs. */
export const fileDecisions = memoLru((library: Library, predicted: Matrix, policy: Policy): FileDecisions => {
  const penalty = totalPenalty(library, policy);
  const choices = route(predicted, penalty);
  const margins = new Float64Array(predicted.rows);
  for (let r = 0; r < predicted.rows; r++) {
    const offset = r * predicted.columns;
    let next = Number.POSITIVE_INFINITY;
    for (let i = 0; i < predicted.columns; i++) {
      const value = predicted.data[offset + i]! + penalty[i]!;
      if (i !== choices[r] && value < next) next = value;
    }
    const chosen = choices[r]!;
    const least = chosen < 0 ? Number.NaN : predicted.data[offset + chosen]! + penalty[chosen]!;
    margins[r] = Number.isFinite(next) ? next - least : Number.NaN;
  }
  return { choices, margins };
}, 2);

export interface FileSummary {
  /** Prompts with a decision. */
  routed: number;
  /** Prompts by expert, most first; experts that get none are left out. */
  shares: { expert: number; count: number }[];
  /** Mean predicted loss of the chosen experts. */
  loss: number;
  /** The expert with the lowest mean predicted loss, if it answered all of them. */
  single: { expert: number; loss: number };
  /** Mean raw value of each constraint over the decisions where it is known, in the library's order; NaN if nowhere. */
  means: number[];
}

/** Shares, predicted loss and costs of a file's decisions. */
export function fileSummary(library: Library, predicted: Matrix, { choices }: FileDecisions): FileSummary {
  const { columns, data } = predicted;
  const counts = new Int32Array(columns);
  const sums = new Float64Array(columns);
  let loss = 0;
  let routed = 0;
  choices.forEach((choice, r) => {
    if (choice < 0) return;
    routed++;
    counts[choice]!++;
    loss += data[r * columns + choice]!;
    for (let i = 0; i < columns; i++) sums[i]! += data[r * columns + i]!;
  });
  const means = Array.from(sums, (sum) => sum / routed);
  const single = means.reduce((best, mean, i) => (mean < (means[best] ?? Number.POSITIVE_INFINITY) ? i : best), 0);
  const shares = Array.from(counts, (count, expert) => ({ expert, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return {
    routed,
    shares,
    loss: loss / routed,
    single: { expert: single, loss: means[single] ?? Number.NaN },
    means: library.constraints.map(({ raw }) => {
      const known = shares.filter(({ expert }) => !Number.isNaN(raw[expert]!));
      const all = known.reduce((sum, { count }) => sum + count, 0);
      return known.reduce((sum, { expert, count }) => sum + count * raw[expert]!, 0) / all;
    }),
  };
}
