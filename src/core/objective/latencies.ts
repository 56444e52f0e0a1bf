/** Latencies of a library's experts on the machine at hand, from figures of another machine and a few measured here. */

export interface LocalLatencies {
  /** Milliseconds by expert, NaN when unknown. */
  raw: Float64Array;
  /** How many times slower this machine is than the one of the figures: geometric mean over the experts known on both; NaN without any. */
  factor: number;
}

/**
 * Where an expert was measured here, its own milliseconds count. The figures of the others are multiplied by the ratio of the two
 * machines: figures of two machines side by side would punish an expert for having been measured.
 * @param figures milliseconds by expert on another machine, NaN when unknown
 * @param here milliseconds by expert on this one, NaN when not measured
 * @param ratio that of the two machines where it is known from elsewhere and no expert was measured on both
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
