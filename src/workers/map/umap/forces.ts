/**
 * UMAP's forces by squared distance d², from tables: powers of a number would take most of the time of an epoch. A table has the same
 * number of cells in every octave, so that the leading bits of a 32-bit float name the cell, and the others the place in it.
 */

/** Octaves of the tables: squared distances from 2^−40 to 2^24. Beyond them the values are those at the ends. */
const [FIRST_OCTAVE, OCTAVES] = [-40, 64];
const CELL_BITS = 6;
/** Of a 32-bit float: bits of its fraction, and what is added to its exponent. */
const [FRACTION_BITS, EXPONENT_BIAS] = [23, 127];
const SHIFT = FRACTION_BITS - CELL_BITS;
const PLACE = (1 << SHIFT) - 1;
const FIRST_CELL = (FIRST_OCTAVE + EXPONENT_BIAS) << CELL_BITS;
const CELLS = OCTAVES << CELL_BITS;
/** Keeps the push of points at one place finite, as in umap-learn. */
const SOFTENING = 0.001;

/** A 32-bit float, and its bits. */
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/**
 * The tables of what a difference of two places is multiplied by to step along the gradient (McInnes et al. 2018, appendix C): the pull
 * of an edge, −2ab d²ᵇ⁻² / (1 + a d²ᵇ), and the push of a random point, 2b / ((0.001 + d²)(1 + a d²ᵇ)).
 * @param curve of `membershipCurve`
 */
export function forceTables({ a, b }: { a: number; b: number }): { pulls: Float64Array; pushes: Float64Array } {
  const ends = Float64Array.from({ length: CELLS + 1 }, (_, end) => {
    bits[0] = (FIRST_CELL + end) << SHIFT;
    return float[0]!;
  });
  return {
    pulls: ends.map((squared) => (-2 * a * b * squared ** (b - 1)) / (1 + a * squared ** b)),
    pushes: ends.map((squared) => (2 * b) / ((SOFTENING + squared) * (1 + a * squared ** b))),
  };
}

/** The force at a squared distance, interpolated in one of the tables: within 0.03% of the true one. */
export function interpolated(table: Float64Array, squared: number): number {
  float[0] = squared;
  const value = bits[0]!;
  const cell = (value >> SHIFT) - FIRST_CELL;
  if (cell < 0) return table[0]!;
  if (cell >= CELLS) return table[CELLS]!;
  const low = table[cell]!;
  return low + (table[cell + 1]! - low) * ((value & PLACE) / (PLACE + 1));
}
