/** Estimates the latencies of a library's experts on this machine, from figures of another machine and a few local measurements. */

export interface LocalLatencies {
  /** Milliseconds by expert, NaN when unknown. */
  raw: Float64Array;
  /** How many times slower this machine is than the other: geometric mean over the experts known on both; NaN if there are none. */
  factor: number;
}

/**
 * Experts measured on this machine keep their own milliseconds. The others' figures are multiplied by the ratio of the two
 * machines: mixing figures of two machines would penalise or favour the measured experts.
 * @param figures milliseconds by expert on the other machine, NaN when unknown
 * @param here milliseconds by expert on this machine, NaN when not measured
 * @param ratio ratio of the two machines, if known from elsewhere, for when no expert was measured on both
 */
export function localLatencies(
  figures: ArrayLike<number>,
  here: ArrayLike<number>,
  ratio = Number.NaN,
): LocalLatencies {
  let logs = 0;
  let both = 0;
  for (let i = 0; i < figures.length; i++) {
    const own = here[i]! / figures[i]!;
    if (!(own > 0 && own < Number.POSITIVE_INFINITY)) continue;
    logs += Math.log(own);
    both++;
  }
  const factor = both > 0 ? Math.exp(logs / both) : ratio;
  const scaled = Number.isNaN(factor) ? 1 : factor;
  return { raw: Float64Array.from(figures, (figure, i) => (here[i]! > 0 ? here[i]! : figure * scaled)), factor };
}
