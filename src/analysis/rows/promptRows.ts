import { contentKey } from "../../core/contentKey.ts";
import type { Library } from "../../library/load.ts";
import type { PromptColumn, PromptOrder } from "../../state/view/promptOrder.ts";
import { remembered } from "../analysis.ts";
import { bestExperts, rightExperts } from "./oracle.ts";

/** One row of the table, in figures and ids. Experts by manifest order, −1 for none; losses in nats per token, NaN when unknown. */
export interface PromptFacts {
  id: string;
  domain: string;
  part: string;
  kind: string;
  keywords: string;
  source: string;
  tokens: number;
  expert: number;
  /** The router's prediction for the chosen expert. */
  predicted: number;
  loss: number;
  bestExpert: number;
  bestLoss: number;
  regret: number;
  /** How many experts are right: within the tolerance of the best. */
  right: number;
}

export function promptFacts(library: Library, choices: Int32Array, lost: Float32Array, row: number): PromptFacts {
  return factsUnder(library, row, choices[row] ?? -1, lost[row] ?? Number.NaN);
}

/** The same when one expert is chosen, with the regret of that choice. */
export function factsUnder(library: Library, row: number, expert: number, regret: number): PromptFacts {
  const { ids, domain, part, kind, keywords, source, tokens, losses, predicted } = library.benchmark;
  const bestExpert = bestExperts(library)[row]!;
  const lossOf = (i: number) => (i < 0 ? Number.NaN : losses.data[row * losses.columns + i]!);
  return {
    id: ids[row]!,
    domain: domain[row]!,
    part: part[row] || domain[row]!,
    kind: kind[row]!,
    keywords: keywords[row]!,
    source: source[row]!,
    tokens: tokens[row]!,
    expert,
    predicted: expert < 0 ? Number.NaN : predicted.data[row * predicted.columns + expert]!,
    loss: lossOf(expert),
    bestExpert,
    bestLoss: lossOf(bestExpert),
    regret,
    right: rightExperts(library)[row]!,
  };
}

/** Columns that depend on the router's choices, and therefore on λ. */
const MOVING: ReadonlySet<PromptColumn> = new Set(["expert", "predicted", "loss", "regret"]);

/** The rows in the requested order; ties keep the file's order, and unknown values come last in both directions. */
export function orderedRows(
  library: Library,
  rows: Int32Array,
  { by, descending }: PromptOrder,
  choices: Int32Array,
  lost: Float32Array,
): Int32Array {
  return MOVING.has(by)
    ? sorted(library, rows, by, descending, choices, lost)
    : sorted(library, rows, by, descending, NO_CHOICES, NO_LOSSES);
}

/** Placeholders for what a column does not need, so that a moving slider does not trigger re-sorting. */
const NO_CHOICES = new Int32Array(0);
const NO_LOSSES = new Float32Array(0);

const sorted = remembered({
  keep: 4,
  key: (rows: Int32Array, by: PromptColumn, descending: boolean, choices: Int32Array, lost: Float32Array) =>
    [by, descending, ...[rows, choices, lost].map(contentKey)].join("|"),
  compute(library, rows, by, descending, choices, lost): Int32Array {
    const labels = library.manifest.experts.map(({ label }) => label);
    const keys = new Map<number, string | number>();
    for (const row of rows) {
      const value = promptFacts(library, choices, lost, row)[by];
      keys.set(row, by === "expert" || by === "bestExpert" ? (labels[Number(value)] ?? "") : value);
    }
    const sign = descending ? -1 : 1;
    return rows.slice().sort((a, b) => {
      const [one, other] = [keys.get(a)!, keys.get(b)!];
      const unknown = Number(isUnknown(one)) - Number(isUnknown(other));
      return unknown || (isUnknown(one) ? 0 : sign * (one < other ? -1 : one > other ? 1 : 0)) || a - b;
    });
  },
});

const isUnknown = (key: string | number): boolean => key === "" || Number.isNaN(key);
