/** Reliability of a regression: how well predictions match true values, bin by bin. */

export interface ReliabilityBin {
  /** Bounds of the bin: low ≤ prediction < high; the last bin includes its high end. */
  low: number;
  high: number;
  count: number;
  /** Means of the bin's predictions and of the corresponding true values. */
  predicted: number;
  actual: number;
  /** Standard error of the mean true value; NaN with fewer than two values. */
  standardError: number;
}

export interface Reliability {
  /** Bins that contain predictions, in order. */
  bins: ReliabilityBin[];
  /** Number of pairs with both values known. */
  count: number;
  /** Expected calibration error: Σ (n_k / N) |mean prediction − mean true value|. NaN without pairs. */
  expectedError: number;
  /** Mean of prediction − true value, and of its absolute value. NaN without pairs. */
  bias: number;
  meanAbsoluteError: number;
}

/**
 * Sorts pairs of prediction and true value into bins of equal width and compares their means.
 * @param bins number of bins over the range of the predictions
 */
export function measureReliability(predicted: ArrayLike<number>, actual: ArrayLike<number>, bins = 12): Reliability {
  const known: number[] = [];
  for (let i = 0; i < predicted.length; i++) {
    if (Number.isFinite(predicted[i]!) && Number.isFinite(actual[i]!)) known.push(i);
  }
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const i of known) {
    low = Math.min(low, predicted[i]!);
    high = Math.max(high, predicted[i]!);
  }
  const width = (high - low) / bins;
  const binOf = (value: number) => (width > 0 ? Math.min(bins - 1, Math.floor((value - low) / width)) : 0);
  const sums = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, actual: 0, squares: 0 }));
  let [bias, absolute] = [0, 0];
  for (const i of known) {
    const bin = sums[binOf(predicted[i]!)]!;
    bin.count++;
    bin.predicted += predicted[i]!;
    bin.actual += actual[i]!;
    bin.squares += actual[i]! ** 2;
    bias += predicted[i]! - actual[i]!;
    absolute += Math.abs(predicted[i]! - actual[i]!);
  }
  const full = sums.flatMap((bin, k): ReliabilityBin[] => {
    if (bin.count === 0) return [];
    const mean = bin.actual / bin.count;
    const variance = Math.max(0, bin.squares - bin.count * mean ** 2) / (bin.count - 1);
    return [
      {
        low: low + k * width,
        high: k === bins - 1 ? high : low + (k + 1) * width,
        count: bin.count,
        predicted: bin.predicted / bin.count,
        actual: mean,
        standardError: bin.count > 1 ? Math.sqrt(variance / bin.count) : Number.NaN,
      },
    ];
  });
  const count = known.length;
  const share = (sum: number) => (count > 0 ? sum / count : Number.NaN);
  return {
    bins: full,
    count,
    expectedError: share(full.reduce((sum, bin) => sum + bin.count * Math.abs(bin.predicted - bin.actual), 0)),
    bias: share(bias),
    meanAbsoluteError: share(absolute),
  };
}
