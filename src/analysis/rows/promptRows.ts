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
    const ranks = ranksOf(keyOf(library, by, choices, lost), rows, descending);
    if (!ranks) return rows.slice().sort();
    // Ranks and rows as one number each, which sorts without a comparison in script: both are whole and below 2^26.
    const packed = Float64Array.from(rows, (row, i) => ranks[i]! * PLACES + row).sort();
    return Int32Array.from(packed, (both) => both % PLACES);
  },
});

const PLACES = 2 ** 26;

/** What a row is sorted by; "" and NaN are unknown. */
function keyOf(library: Library, by: PromptColumn, choices: Int32Array, lost: Float32Array) {
  const { domain, part, kind, keywords, source, tokens, losses, predicted } = library.benchmark;
  const labels = library.manifest.experts.map(({ label }) => label);
  const cell = ({ columns, data }: typeof losses, row: number, expert: number) =>
    expert < 0 ? Number.NaN : data[row * columns + expert]!;
  const chosen = (row: number) => choices[row] ?? -1;
  const best = bestExperts(library);
  const columns: Record<PromptColumn, (row: number) => string | number> = {
    domain: (row) => domain[row]!,
    part: (row) => part[row] || domain[row]!,
    kind: (row) => kind[row]!,
    keywords: (row) => keywords[row]!,
    source: (row) => source[row]!,
    tokens: (row) => tokens[row]!,
    expert: (row) => labels[chosen(row)] ?? "",
    predicted: (row) => cell(predicted, row, chosen(row)),
    loss: (row) => cell(losses, row, chosen(row)),
    bestExpert: (row) => labels[best[row]!] ?? "",
    bestLoss: (row) => cell(losses, row, best[row]!),
    regret: (row) => lost[row] ?? Number.NaN,
    right: (row) => rightExperts(library)[row]!,
  };
  return columns[by];
}

/** By place in `rows`, the rank of its key: equal keys have the same one, and unknown keys the last. Null if all are unknown. */
function ranksOf(key: (row: number) => string | number, rows: Int32Array, descending: boolean): Int32Array | null {
  const places = new Map<string | number, number>();
  for (let i = 0; i < rows.length; i++) places.set(key(rows[i]!), 0);
  const known = [...places.keys()].filter((value) => value !== "" && !Number.isNaN(value));
  if (known.length === 0) return null;
  const sign = descending ? -1 : 1;
  known.sort((a, b) => sign * (a < b ? -1 : a > b ? 1 : 0));
  for (const value of places.keys()) places.set(value, known.length);
  known.forEach((value, rank) => {
    places.set(value, rank);
  });
  return Int32Array.from(rows, (row) => places.get(key(row))!);
}
