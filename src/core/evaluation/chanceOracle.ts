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
    const samples = models.map((model) => sampleOf(own, (row) => scores.data[row * scores.columns + model]!));
    sum += own.length * expectedMaximum(samples);
  }
  return rows.length > 0 ? sum / rows.length : Number.NaN;
}

/** The different scores of a model, rising, and of each the share of prompts with at most this score. */
interface Sample {
  values: Float64Array;
  shares: Float64Array;
}

function sampleOf(rows: readonly number[], score: (row: number) => number): Sample {
  // Scores repeat, so that counting takes a fraction of the time of sorting.
  const counts = new Map<number, number>();
  for (const row of rows) {
    const value = score(row);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = Float64Array.from(counts.keys()).sort();
  let passed = 0;
  const shares = values.map((value) => {
    passed += counts.get(value)!;
    return passed / rows.length;
  });
  return { values, shares };
}

/** E[max] of one draw from each sample: Σ v · (G(v) − G(v⁻)), where G is the product of the samples' distribution functions. */
function expectedMaximum(samples: readonly Sample[]): number {
  const values = Float64Array.from(new Set(samples.flatMap((sample) => Array.from(sample.values)))).sort();
  const passed = samples.map(() => 0);
  let expected = 0;
  let before = 0;
  for (const value of values) {
    let product = 1;
    samples.forEach((sample, k) => {
      while (sample.values[passed[k]!]! <= value) passed[k]!++;
      product *= passed[k]! === 0 ? 0 : sample.shares[passed[k]! - 1]!;
    });
    expected += value * (product - before);
    before = product;
  }
  return expected;
}
