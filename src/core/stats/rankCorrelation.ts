/**
 * Spearman's ρ: the correlation of the ranks of two lists; ties share their mean rank. Pairs with a value that is not finite are
 * ignored. −1 … 1; NaN with fewer than two pairs, or when one list is constant.
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const pairs: number[] = [];
  for (let i = 0; i < a.length; i++) if (Number.isFinite(a[i]) && Number.isFinite(b[i])) pairs.push(i);
  const one = ranks(pairs.map((i) => a[i]!));
  const other = ranks(pairs.map((i) => b[i]!));
  const middle = (pairs.length + 1) / 2;
  let [both, first, second] = [0, 0, 0];
  for (let k = 0; k < pairs.length; k++) {
    const [x, y] = [one[k]! - middle, other[k]! - middle];
    both += x * y;
    first += x * x;
    second += y * y;
  }
  return first > 0 && second > 0 ? both / Math.sqrt(first * second) : Number.NaN;
}

/** 1 for the smallest value; equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!);
  const result = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]!] === values[order[from]!]) to++;
    for (let k = from; k <= to; k++) result[order[k]!] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return result;
}
