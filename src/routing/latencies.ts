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
 */
export function localLatencies(figures: ArrayLike<number>, here: ArrayLike<number>): LocalLatencies {
  let logs = 0;
  let both = 0;
  for (let i = 0; i < figures.length; i++) {
    const ratio = here[i]! / figures[i]!;
    if (!(ratio > 0 && ratio < Number.POSITIVE_INFINITY)) continue;
    logs += Math.log(ratio);
    both++;
  }
  const factor = both > 0 ? Math.exp(logs / both) : Number.NaN;
  const scaled = both > 0 ? factor : 1;
  return { raw: Float64Array.from(figures, (figure, i) => (here[i]! > 0 ? here[i]! : figure * scaled)), factor };
}
