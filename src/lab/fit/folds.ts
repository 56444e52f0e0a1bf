/** Who is predicted by whom: five folds by the key of the prompt, and no near-duplicate of a held-out prompt in its training. */
import { nearGroups } from "../text/nearGroups.ts";
import { FOLDS, foldOf } from "../text/promptKey.ts";
import type { LabTable } from "./labTable.ts";

export interface Folds {
  /** By prompt, 0 … 4. */
  of: Int32Array;
  /** Prompts in each fold. */
  sizes: number[];
  /** By prompt: the first one of its group of near-duplicates. */
  groups: Int32Array;
}

export function foldsOf(keys: readonly string[], groups: Int32Array): Folds {
  const of = Int32Array.from(keys, foldOf);
  const sizes = Array.from({ length: FOLDS }, (_, fold) => of.filter((one) => one === fold).length);
  return { of, sizes, groups };
}

/**
 * Near-duplicates are looked for among cleaned prompts: the examples that all prompts of a benchmark begin with would make all of
 * them alike. Equal keys are never apart, whatever cleaning leaves of them.
 */
export const foldsOfTable = ({ keys, cleanedKeys }: Pick<LabTable, "keys" | "cleanedKeys">): Folds =>
  foldsOf(keys, nearGroups(cleanedKeys));

/** A split: rows to learn from, and rows to be predicted by what was learnt. */
export interface Split {
  train: Int32Array;
  held: Int32Array;
}

/** Of the rows, those that `isHeld` names, and the others without near-duplicates of them. */
export function split(rows: ArrayLike<number>, groups: Int32Array, isHeld: (row: number) => boolean): Split {
  const all = Array.from(rows);
  const held = all.filter(isHeld);
  const touched = new Set(held.map((row) => groups[row]!));
  const train = all.filter((row) => !isHeld(row) && !touched.has(groups[row]!));
  return { train: Int32Array.from(train), held: Int32Array.from(held) };
}
