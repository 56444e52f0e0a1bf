/** The first principal components of dense rows, by subspace iteration on their covariance. Deterministic. */

const ROUNDS = 60;

/** A direction of which less than this share is new is what rounding left of the others. */
const NEW = 1e-12;

/** @param data rows × columns, all finite */
export function principalPlane(data: Float32Array, columns: number): { x: Float32Array; y: Float32Array } {
  const rows = data.length / columns;
  const { mean, axes } = principalAxes(data, columns, 2);
  const [x, y] = axes.map((axis) => {
    // The sign is arbitrary; the largest component is positive.
    const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    const sign = largest < 0 ? -1 : 1;
    return Float32Array.from({ length: rows }, (_, row) => {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += (data[row * columns + k]! - mean[k]!) * axis[k]!;
      return sign * sum;
    });
  });
  return { x: x!, y: y! };
}

/**
 * Orthonormal directions along which the rows vary most. Those beyond the rank of the data are zeros.
 * @param rounds few are enough where directions that come near the principal ones serve as well
 */
export function principalAxes(
  data: Float32Array,
  columns: number,
  count: number,
  rounds = ROUNDS,
): { mean: Float64Array; axes: Float64Array[] } {
  const mean = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) mean[at % columns]! += (data[at]! * columns) / data.length;
  const covariance = covarianceOf(data, columns, mean);
  let axes: Float64Array[] = Array.from({ length: count }, (_, a) =>
    Float64Array.from({ length: columns }, (__, k) => Math.cos((a + 1) * (k + 1))),
  );
  for (let round = 0; round < rounds; round++) {
    axes = orthonormal(axes.map((axis) => timesSymmetric(covariance, axis)));
  }
  return { mean, axes };
}

function covarianceOf(data: Float32Array, columns: number, mean: Float64Array): Float64Array {
  const result = new Float64Array(columns * columns);
  const row = new Float64Array(columns);
  for (let from = 0; from < data.length; from += columns) {
    for (let k = 0; k < columns; k++) row[k] = data[from + k]! - mean[k]!;
    for (let i = 0; i < columns; i++) {
      const value = row[i]!;
      if (value !== 0) for (let j = 0; j <= i; j++) result[i * columns + j]! += value * row[j]!;
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) result[j * columns + i] = result[i * columns + j]!;
  return result;
}

function timesSymmetric(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * vector[j]!;
    return sum;
  });
}

/** Gram and Schmidt's; a direction that is nothing stays nothing, so that constant data lie on a line or a point. */
function orthonormal(axes: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const axis of axes) {
    const own = axis.slice();
    const least = Math.max(1e-150, NEW * Math.hypot(...axis));
    for (const other of done) {
      const along = own.reduce((sum, value, k) => sum + value * other[k]!, 0);
      for (let k = 0; k < own.length; k++) own[k]! -= along * other[k]!;
    }
    const length = Math.hypot(...own);
    done.push(length > least ? own.map((value) => value / length) : own.fill(0));
  }
  return done;
}
