import type { Manifest } from "../library/manifest/manifest.ts";

/** How a library's figures are named: its losses need not be nats, nor its accuracies those of masked tokens. */
export interface LossUnit {
  /** Behind a loss or a difference of losses: "0.31 nats per token". */
  long: string;
  /** The same where there is little room, and for λ. */
  short: string;
  /** On an axis: what a loss is. */
  axis: string;
  /** What the outcome is that is better the higher it is; `outcome` where there is little room. */
  accuracy: string;
  outcome: string;
}

/** As imported tables say it (library/tableLibrary.ts). */
const OF_SCORES = /^1\s*[−-]\s*score$/i;

/** The unit that a library's manifest names. */
export function lossUnit({ benchmark: { lossUnit: unit } }: Pick<Manifest, "benchmark">): LossUnit {
  if (OF_SCORES.test(unit)) {
    return { long: "points of score", short: "points", axis: "1 − score", accuracy: "score", outcome: "score" };
  }
  // "nats per token", "bits per byte" → "nats", "bits"
  const short = unit.split(/ (?:a|an|per) /)[0]!;
  return { long: unit, short, axis: unit, accuracy: "masked-token accuracy", outcome: "accuracy" };
}
