import { isPrice } from "../library/manifest/constraints.ts";
import type { Manifest } from "../library/manifest/manifest.ts";

/** Names of a library's figures: its losses need not be in nats, nor its accuracies of masked tokens. */
export interface LossUnit {
  /** After a loss or a difference of losses: "0.31 nats per token". */
  long: string;
  /** The same in short form, and for λ. */
  short: string;
  /** Axis title of a loss. */
  axis: string;
  /** Name of the outcome for which higher is better; `outcome` is the short form. */
  accuracy: string;
  outcome: string;
}

/**
 * The unit of a constraint's λ, as far as the constraint has one: "nats", but of a price "points per dollar per 1,000 prompts".
 */
export function lambdaUnit({ short }: LossUnit, { unit }: { unit: string }): string {
  return isPrice(unit) ? `${short} per ${unit.replace(/^US dollars/, "dollar")}` : short;
}

/** The loss unit of imported tables (library/evaluationTable/buildLibrary.ts). */
const OF_SCORES = /^1\s*[−-]\s*score$/i;

/** The unit in a library's manifest. */
export function lossUnit({ benchmark: { lossUnit: unit }, task }: Pick<Manifest, "benchmark" | "task">): LossUnit {
  if (OF_SCORES.test(unit)) {
    return { long: "points of score", short: "points", axis: "1 − score", accuracy: "score", outcome: "score" };
  }
  // "nats per token", "bits per byte" → "nats", "bits"
  const short = unit.split(/ (?:a|an|per) /)[0]!;
  const accuracy = task === "causal" ? "next-token accuracy" : "masked-token accuracy";
  return { long: unit, short, axis: unit, accuracy, outcome: "accuracy" };
}
