import type { MeasuredCalls } from "./measuredCalls.ts";

/**
 * The oracle's mean score if the models' scores were independent: the expected maximum of one draw from the scores of each model,
 * within every group of prompts. Many models that guess among few answers reach it without any being better than another.
 * @param groups by row, the data set
 */
export function chanceOracle({ scores, rows, models }: MeasuredCalls, groups: ArrayLike<number>): number {
  const members = new Map<number, number[]>();
  for (const row of rows) {
    const own = members.get(groups[row]!);
    if (own) own.push(row);
    else members.set(groups[row]!, [row]);
  }
  let sum = 0;
  for (const own of members.values()) {
    const columns = models.map((model) =>
      Float64Array.from(own, (row) => scores.data[row * scores.columns + model]!).sort(),
    );
    sum += own.length * expectedMaximum(columns);
  }
  return rows.length > 0 ? sum / rows.length : Number.NaN;
}

/** E[max] of one draw from each sample: Σ v · (G(v) − G(v⁻)), where G is the product of the samples' distribution functions. */
function expectedMaximum(samples: readonly Float64Array[]): number {
  const values = Float64Array.from(new Set(samples.flatMap((sample) => Array.from(new Set(sample))))).sort();
  const passed = samples.map(() => 0);
  let expected = 0;
  let before = 0;
  for (const value of values) {
    let product = 1;
    samples.forEach((sample, k) => {
      while (passed[k]! < sample.length && sample[passed[k]!]! <= value) passed[k]!++;
      product *= passed[k]! / sample.length;
    });
    expected += value * (product - before);
    before = product;
  }
  return expected;
}
