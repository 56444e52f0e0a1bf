/** Baseline policies that a router is compared with. Choices are indexed by matrix row; −1 means that no expert is chosen. */

import { type Matrix, rowsOf } from "../matrix.ts";
import { completeCells } from "./completeCells.ts";
import { RunningMean } from "./runningMean.ts";

/**
 * The expert with the lowest mean loss over the prompts that all experts answered; ties go to the first. −1 when there are no such
 * prompts.
 */
export function bestSingle(losses: Matrix, rows?: ArrayLike<number>): number {
  const complete = completeCells(losses, rows);
  if (complete.rows.length === 0) return -1;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const i of complete.experts) {
    let sum = 0;
    for (const r of complete.rows) sum += losses.data[r * losses.columns + i]!;
    if (sum < least) [best, least] = [i, sum];
  }
  return best;
}

/**
 * The best single expert for each group of prompts, for instance for each domain.
 * @param groups group of each matrix row; rows outside 0 … groupCount − 1 are ignored
 * @returns one expert per group; a group without comparable prompts gets the best single expert overall
 */
export function expertPerGroup(losses: Matrix, groups: ArrayLike<number>, groupCount: number): Int32Array {
  const members: number[][] = Array.from({ length: groupCount }, () => []);
  for (let r = 0; r < losses.rows; r++) members[groups[r]!]?.push(r);
  const overall = bestSingle(losses);
  return Int32Array.from(members, (rows) => {
    const best = bestSingle(losses, rows);
    return best < 0 ? overall : best;
  });
}

/** Mean outcome of the chosen experts over the prompts where it is known; NaN if it is known for none. */
export function meanOutcome(outcome: Matrix, choices: ArrayLike<number>, rows?: ArrayLike<number>): number {
  const picked = rowsOf(outcome, rows);
  const mean = new RunningMean();
  for (let k = 0; k < picked.length; k++) {
    const r = picked[k]!;
    const choice = choices[r]!;
    if (choice >= 0) mean.add(outcome.data[r * outcome.columns + choice]!);
  }
  return mean.mean();
}

/** Expected outcome of an expert drawn uniformly for each prompt; NaN when no prompt is complete. */
export function randomOutcome(outcome: Matrix, rows?: ArrayLike<number>): number {
  const complete = completeCells(outcome, rows);
  const mean = new RunningMean();
  for (const r of complete.rows) for (const i of complete.experts) mean.add(outcome.data[r * outcome.columns + i]!);
  return mean.mean();
}
