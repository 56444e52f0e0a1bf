import { bestModel, type MeasuredCalls } from "./measuredCalls.ts";

/**
 * For each row of the table, the best model of its data set; −1 for rows that do not count.
 * @param groups by row, the data set
 * @param folds 1: chosen on all prompts of the data set, which is optimistic; more: chosen for each part of the prompts on the
 * other parts. A data
 *   set with fewer prompts than folds gets the model that is best on the other parts of the whole table
 */
export function datasetChoices(calls: MeasuredCalls, groups: ArrayLike<number>, folds: number): Int32Array {
  const choices = new Int32Array(calls.scores.rows).fill(-1);
  const members = new Map<number, number[]>();
  for (const row of calls.rows) {
    const own = members.get(groups[row]!);
    if (own) own.push(row);
    else members.set(groups[row]!, [row]);
  }
  for (const own of members.values()) {
    if (folds === 1) {
      const best = bestModel(calls, own);
      for (const row of own) choices[row] = best;
      continue;
    }
    for (let fold = 0; fold < folds; fold++) {
      // Every fifth prompt in table order: the same folds on every machine.
      const held = own.filter((_, i) => i % folds === fold);
      if (held.length === 0) continue;
      const others = own.filter((_, i) => i % folds !== fold);
      const best = bestModel(calls, others.length > 0 ? others : calls.rows.filter((row) => !held.includes(row)));
      for (const row of held) choices[row] = best;
    }
  }
  return choices;
}
