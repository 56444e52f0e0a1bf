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
  // Plain loops over numbers: tens of thousands of pairs are measured while the page draws.
  const known = (difference: number) => difference - difference === 0;
  let [low, high, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < predicted.length; i++) {
    const value = predicted[i]!;
    if (!known(value - actual[i]!)) continue;
    count++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const width = (high - low) / bins;
  const sums = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, actual: 0, squares: 0 }));
  let [bias, absolute] = [0, 0];
  for (let i = 0; i < predicted.length; i++) {
    const expected = predicted[i]!;
    const truth = actual[i]!;
    const difference = expected - truth;
    if (!known(difference)) continue;
    const bin = sums[width > 0 ? Math.min(bins - 1, Math.floor((expected - low) / width)) : 0]!;
    bin.count++;
    bin.predicted += expected;
    bin.actual += truth;
    bin.squares += truth * truth;
    bias += difference;
    absolute += Math.abs(difference);
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
  const share = (sum: number) => (count > 0 ? sum / count : Number.NaN);
  return {
    bins: full,
    count,
    expectedError: share(full.reduce((sum, bin) => sum + bin.count * Math.abs(bin.predicted - bin.actual), 0)),
    bias: share(bias),
    meanAbsoluteError: share(absolute),
  };
}
