/** Lower Cholesky factor of a + alpha · I. @param a symmetric, row-major; only its lower triangle is read */
export function factor(a: Float64Array, size: number, alpha: number): Float64Array {
  const l = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]! + (i === j ? alpha : 0);
      for (let k = 0; k < j; k++) sum -= l[i * size + k]! * l[j * size + k]!;
      // alpha keeps pivots positive; rounding alone could make one negative.
      l[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[j * size + j]!;
    }
  }
  return l;
}

/** Solves L Lᵀ x = right for several right sides. @param right size × outputs */
export function solve(l: Float64Array, size: number, right: Float64Array, outputs: number): Float64Array {
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++)
      for (let m = 0; m < outputs; m++) x[i * outputs + m]! -= l[i * size + k]! * x[k * outputs + m]!;
    for (let m = 0; m < outputs; m++) x[i * outputs + m]! /= l[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++)
      for (let m = 0; m < outputs; m++) x[i * outputs + m]! -= l[k * size + i]! * x[k * outputs + m]!;
    for (let m = 0; m < outputs; m++) x[i * outputs + m]! /= l[i * size + i]!;
  }
  return x;
}
