/**
 * Inner products of four rows of one table with two rows of another: eight sums that share six reads a column, which is several times
 * faster than sum by sum. Every sum is taken in the order of the columns.
 * @param a table, row after row; `from` where the first of its four rows starts
 * @param b table with rows of the same size; `at` where the first of its two rows starts
 * @param products row by row of `a`: product 2i + j is that of row i of `a` and row j of `b`
 */
export function innerProducts(
  size: number,
  a: Float64Array,
  from: number,
  b: Float64Array,
  at: number,
  products: Float64Array,
): void {
  let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let c = 0; c < size; c++) {
    const x = b[at + c]!;
    const y = b[at + size + c]!;
    const a0 = a[from + c]!;
    const a1 = a[from + size + c]!;
    const a2 = a[from + 2 * size + c]!;
    const a3 = a[from + 3 * size + c]!;
    s00 += a0 * x;
    s01 += a0 * y;
    s10 += a1 * x;
    s11 += a1 * y;
    s20 += a2 * x;
    s21 += a2 * y;
    s30 += a3 * x;
    s31 += a3 * y;
  }
  products[0] = s00;
  products[1] = s01;
  products[2] = s10;
  products[3] = s11;
  products[4] = s20;
  products[5] = s21;
  products[6] = s30;
  products[7] = s31;
}
