import { contentKey } from "../core/contentKey.ts";
import { measureReliability, type Reliability } from "../core/metrics/reliability.ts";
import type { Library } from "../library/load.ts";
import { CHOSEN_EXPERT, EVERY_EXPERT } from "../state/view/heatView.ts";
import { remembered } from "./analysis.ts";

/** Reliability of the router's predictions on some prompts: for every expert's loss, or for one expert's. */
const fixed = remembered({
  keep: 4,
  key: (rows: Int32Array, of: string) => `${contentKey(rows)}|${of}`,
  compute(library, rows, of): Reliability {
    const only = library.expertIds.indexOf(of);
    const experts = of === EVERY_EXPERT ? library.expertIds.map((_, i) => i) : only < 0 ? [] : [only];
    return ofPairs(library, rows, experts.length, (_, k) => experts[k]!);
  },
});

/** For the losses of the chosen experts. */
const chosen = remembered({
  keep: 4,
  key: (rows: Int32Array, choices: Int32Array) => `${contentKey(rows)}|${contentKey(choices)}`,
  compute: (library, rows, choices): Reliability => ofPairs(library, rows, 1, (row) => choices[row]!),
});

/**
 * Compares predicted with true losses.
 * @param of an expert's id, EVERY_EXPERT, or CHOSEN_EXPERT
 * @param choices the router's chosen expert by benchmark row; only CHOSEN_EXPERT depends on it
 */
export function reliabilityOf(library: Library, rows: Int32Array, of: string, choices: Int32Array): Reliability {
  return of === CHOSEN_EXPERT ? chosen(library, rows, choices) : fixed(library, rows, of);
}

function ofPairs(
  { benchmark: { predicted, losses } }: Library,
  rows: Int32Array,
  perRow: number,
  expertOf: (row: number, k: number) => number,
): Reliability {
  const [expected, actual] = [new Float64Array(rows.length * perRow), new Float64Array(rows.length * perRow)];
  for (let n = 0, to = 0; n < rows.length; n++) {
    const row = rows[n]!;
    for (let k = 0; k < perRow; k++, to++) {
      const expert = expertOf(row, k);
      const at = row * losses.columns + expert;
      expected[to] = expert < 0 ? Number.NaN : predicted.data[at]!;
      actual[to] = expert < 0 ? Number.NaN : losses.data[at]!;
    }
  }
  return measureReliability(expected, actual);
}
