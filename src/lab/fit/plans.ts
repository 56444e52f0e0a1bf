/** What is predicted by what: the rows of each step of a cross-validation. */
import { FOLDS } from "../text/promptKey.ts";
import { type Folds, split } from "./folds.ts";

export interface Plan {
  /** What is held out: a fold or a data set. */
  name: string;
  held: Int32Array;
  /** All other rows: reference policies are chosen on them. */
  others: Int32Array;
  /** The others without near-duplicates of held-out prompts: heads learn from them. */
  train: Int32Array;
  /**
   * Hyper-parameters: least error on `valid` after learning from `fit`; together they are `others`. Near-duplicates may be on both
   * sides here: nothing is judged on `valid`.
   */
  fit: Int32Array;
  valid: Int32Array;
}

/** Five plans: each fold is predicted by the four others; hyper-parameters are chosen on the next fold. Empty folds have none. */
export function foldPlans({ of, groups }: Folds): Plan[] {
  return Array.from({ length: FOLDS }, (_, fold) =>
    planOf(`fold ${fold}`, of, groups, (row) => of[row] === fold, (fold + 1) % FOLDS),
  ).filter(({ held, others }) => held.length > 0 && others.length > 0);
}

/** A plan for each data set: it is predicted by heads that learnt from the others. None if there is only one. */
export function datasetPlans({ of, groups }: Folds, datasets: readonly string[]): Plan[] {
  const names = [...new Set(datasets)];
  if (names.length < 2) return [];
  return names.map((name) => planOf(name, of, groups, (row) => datasets[row] === name, 0));
}

function planOf(
  name: string,
  of: Int32Array,
  groups: Int32Array,
  isHeld: (row: number) => boolean,
  valid: number,
): Plan {
  const { train, held } = split(Int32Array.from(of.keys()), groups, isHeld);
  const others = Int32Array.from(of.keys()).filter((row) => !isHeld(row));
  return {
    name,
    held,
    others,
    train,
    fit: others.filter((row) => of[row] !== valid),
    valid: others.filter((row) => of[row] === valid),
  };
}

/** The plan with a share of its rows to learn from: those whose `order` is lowest, so that larger shares contain smaller ones. */
export function partOf(plan: Plan, share: number, order: ArrayLike<number>): Plan {
  const part = (rows: Int32Array) => {
    const kept = Array.from(rows)
      .sort((a, b) => order[a]! - order[b]! || a - b)
      .slice(0, Math.max(1, Math.round(share * rows.length)));
    return Int32Array.from(kept).sort();
  };
  return { ...plan, fit: part(plan.fit), valid: part(plan.valid), train: part(plan.train) };
}
