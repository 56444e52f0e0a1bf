import { principalAxes } from "../../../core/stats/principalPlane.ts";
import type { Points } from "../distances.ts";

const AXES = 16;
const ROUNDS = 10;
/** Points that the axes are taken from. */
const SAMPLE = 600;
/** Where the axes hold less than this share of the variance, they tell too little of a distance. */
const LEAST_SHARE = 0.9;

/**
 * Coordinates whose distances are never longer than the points' own: those along a few orthonormal axes near the principal ones, or
 * all of them where few hold too little of the variance. Relative to the mean, row after row.
 */
export function leadingCoordinates({ count, size, data }: Points): { size: number; values: Float64Array } {
  const every = Math.ceil(count / SAMPLE);
  const sample = new Float32Array(Math.ceil(count / every) * size);
  for (let at = 0, i = 0; i < count; at += size, i += every) sample.set(data.subarray(i * size, (i + 1) * size), at);
  const few = size >= 2 * AXES;
  const { mean, axes } = principalAxes(sample, size, few ? AXES : 0, ROUNDS);
  const whole = Float64Array.from(data.subarray(0, count * size), (value, at) => value - mean[at % size]!);
  if (!few) return { size, values: whole };
  const values = new Float64Array(count * AXES);
  for (let i = 0; i < count; i++) {
    for (let a = 0; a < AXES; a++) {
      const axis = axes[a]!;
      let sum = 0;
      for (let c = 0; c < size; c++) sum += whole[i * size + c]! * axis[c]!;
      values[i * AXES + a] = sum;
    }
  }
  const lengths = (of: Float64Array) => of.reduce((sum, value) => sum + value * value, 0);
  return lengths(values) < LEAST_SHARE * lengths(whole) ? { size, values: whole } : { size: AXES, values };
}
