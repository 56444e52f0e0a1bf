const INCREMENT = 0x6d2b79f5;
const RANGE = 2 ** 32;

/** What mulberry32 makes of a state: a whole number below 2³². */
function mixed(state: number): number {
  let bits = Math.imul(state ^ (state >>> 15), state | 1);
  bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
  return (bits ^ (bits >>> 14)) >>> 0;
}

/** The mulberry32 generator: uniform numbers in [0, 1) from a 32-bit seed. */
export function mulberry32(seed: number): () => number {
  // In a typed array: a number that a closure changes is kept on the heap, anew for every draw.
  const state = Int32Array.of(seed);
  return () => {
    state[0]! += INCREMENT;
    return mixed(state[0]!) / RANGE;
  };
}

/**
 * Draws as many things as there are, with replacement, and adds to each count how often its thing was drawn. The draws are those of
 * `Math.floor(random() * counts.length)` with `mulberry32(seed)`, without a call for each of them; the next call goes on where this one
 * stopped.
 */
export function drawsWithReplacement(seed: number): (counts: Uint32Array | Float64Array) => void {
  let kept = seed | 0;
  return (counts) => {
    const { length } = counts;
    const scale = length / RANGE;
    let state = kept;
    for (let n = 0; n < length; n++) {
      state = (state + INCREMENT) | 0;
      counts[(mixed(state) * scale) >>> 0]!++;
    }
    kept = state;
  };
}
