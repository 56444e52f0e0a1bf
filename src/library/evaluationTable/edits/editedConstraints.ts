/** The constraints of an edited table. */

import { type Matrix, matrix } from "../../../core/matrix.ts";
import type { Scale } from "../../../core/objective/scaling.ts";
import type { Constraint, Library } from "../../load.ts";
import { constraintScores } from "../../manifest/constraints.ts";
import { hasPlace } from "../../manifest/rawValues.ts";
import { ageInYears } from "../../manifest/recency.ts";
import { COST } from "../evaluationTable.ts";
import { STRONG_CALLS, strongCalls } from "../strongCalls.ts";
import { LEFT_OUT, type TableEdits } from "./tableEdits.ts";
import { enteredPrice, INPUT_PRICE, OUTPUT_PRICE, repriced, type TokenPrice } from "./tokenCosts.ts";

/** Constraints that a user may give values of, even if the table has none, in the order of the page. */
export const EDITABLE = {
  cost: {
    label: "Cost",
    unit: "US dollars per 1,000 prompts",
    scale: "linear",
    axis: "log",
    description: "What the calls cost, prompt by prompt; of a model, the mean.",
  },
  price: {
    label: "Price",
    unit: "US dollars per million tokens",
    scale: "linear",
    axis: "log",
    description: "Mean of the prices of input and output.",
  },
  size: { label: "Size", unit: "parameters", scale: "log", axis: "log", description: "Number of parameters." },
  recency: {
    label: "Recency",
    unit: "years",
    scale: "linear",
    axis: "linear",
    description: "Age of the model when the table was imported.",
  },
} as const satisfies Record<string, { scale: Scale } & Pick<Constraint, "label" | "unit" | "axis" | "description">>;

export type EditableConstraint = keyof typeof EDITABLE;

const BY_YOU = "entered by you";

/**
 * @param table as imported; @param edited the same without the constraints, with changed figures and the models that are shown
 * @param kept the columns of the imported table that are shown
 * @param changedCalls ids of the constraints whose calls have other values than in the imported table
 */
export function editedConstraints(
  table: Library,
  edited: Library,
  kept: readonly number[],
  edits: TableEdits,
  changedCalls: ReadonlySet<string>,
): Constraint[] {
  const own = table.constraints.filter(({ id }) => id !== STRONG_CALLS);
  const prices = edited.expertIds.map((id) => enteredPrice(table, edits.values, id));
  const costs = repriced(edited, edited.benchmark.calls?.get(COST) ?? null, prices);
  const ages = agesOf(table, edits.dates);
  const given = (id: string): ((k: number) => number) => {
    const values = id === "recency" ? ages : (edits.values[id] ?? {});
    return (k) => values[edited.expertIds[k]!] ?? Number.NaN;
  };
  const found = own.map((constraint): Constraint => {
    const calls = constraint.id === COST ? (costs ?? undefined) : edited.benchmark.calls?.get(constraint.id);
    // Means of the calls that count, unless these are the table's own.
    const isOwn =
      calls === edited.benchmark.calls?.get(constraint.id) &&
      !changedCalls.has(constraint.id) &&
      edited.benchmark.kind === table.benchmark.kind;
    const before = calls && !isOwn ? callMeans(edited, calls) : Float64Array.from(kept, (k) => constraint.raw[k]!);
    const value = given(constraint.id);
    const raw = before.map(
      (known, k) =>
        placed(value(k), constraint.scale) ?? (constraint.id === "price" ? meanPrice(prices[k]!) : null) ?? known,
    );
    const changed = raw.some((one, k) => !Object.is(one, before[k]!));
    const isEntered = changed || (constraint.id === COST && prices.some(Boolean));
    return {
      ...constraint,
      raw,
      score: constraintScores(raw, constraint),
      measured: isEntered ? `${constraint.measured}; some ${BY_YOU}` : constraint.measured,
      ...(calls ? { calls: changed ? chargedAnew(calls, before, raw) : calls } : {}),
    };
  });
  for (const [id, about] of Object.entries(EDITABLE)) {
    if (found.some((constraint) => constraint.id === id)) continue;
    const value = given(id);
    const means = id === COST && costs ? callMeans(edited, costs) : null;
    const raw = Float64Array.from(
      edited.expertIds,
      (_, k) =>
        placed(value(k), about.scale) ?? means?.[k] ?? (id === "price" ? meanPrice(prices[k]!) : null) ?? Number.NaN,
    );
    if (!raw.some(Number.isFinite)) continue;
    const calls = means ? chargedAnew(costs!, means, raw) : sameForAll(edited.benchmark.rows, raw);
    found.push({
      id,
      ...about,
      measured: BY_YOU,
      raw,
      score: constraintScores(raw, about),
      ...(id === COST ? { calls } : {}),
    });
  }
  const known = new Set([...Object.keys(EDITABLE), ...found.map(({ id }) => id), INPUT_PRICE, OUTPUT_PRICE]);
  for (const id of Object.keys(edits.values)) {
    if (known.has(id)) continue;
    const value = given(id);
    const raw = Float64Array.from(edited.expertIds, (_, k) => placed(value(k), "linear") ?? Number.NaN);
    if (raw.some(Number.isFinite))
      found.push({ ...ownConstraint(id), raw, score: constraintScores(raw, ownConstraint(id)) });
  }
  if (found.length > 0 || edited.expertIds.length !== 2) return found;
  return [strongConstraint(edited)];
}

/** A constraint that the user has added, named by its id. */
const ownConstraint = (id: string) => ({
  id,
  label: labelOf(id),
  unit: "as entered",
  scale: "linear" as const,
  axis: "linear" as const,
  description: "Added by you, model by model.",
  measured: BY_YOU,
});

/** "Carbon per call" for `carbon-per-call`. */
export function labelOf(id: string): string {
  const words = id.replace(/[-_]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Mean of the prices of input and output that are known. */
function meanPrice(price: TokenPrice | null): number | null {
  const known = price ? [price.input, price.output].filter(Number.isFinite) : [];
  return known.length > 0 ? known.reduce((sum, one) => sum + one, 0) / known.length : null;
}

const placed = (value: number, scale: Scale): number | null => (hasPlace(value, scale) && value >= 0 ? value : null);

/** Mean of the known calls of each model, over the prompts that are not left out. */
function callMeans({ benchmark }: Library, { columns, data }: Matrix): Float64Array {
  const sums = new Float64Array(columns);
  const counts = new Float64Array(columns);
  for (let row = 0; row < benchmark.rows; row++) {
    if (benchmark.kind[row] === LEFT_OUT) continue;
    const start = row * columns;
    for (let k = 0; k < columns; k++) {
      const value = data[start + k]!;
      if (Number.isNaN(value)) continue;
      sums[k]! += value;
      counts[k]!++;
    }
  }
  return sums.map((sum, k) => (counts[k]! > 0 ? sum / counts[k]! : Number.NaN));
}

/** Each call changes as its model's mean; calls of a model whose calls were unknown or free all cost the new mean. */
function chargedAnew({ rows, columns, data }: Matrix, before: Float64Array, now: Float64Array): Matrix {
  const anew = new Float32Array(data);
  for (let k = 0; k < columns; k++) {
    const [old, own] = [before[k]!, now[k]!];
    if (Object.is(old, own)) continue;
    for (let cell = k; cell < anew.length; cell += columns) anew[cell] = old > 0 ? (anew[cell]! * own) / old : own;
  }
  return matrix(rows, columns, anew);
}

/** Every call of a model costs its mean, where nothing more is known. */
function sameForAll(rows: number, raw: Float64Array): Matrix {
  const cells = new Float32Array(rows * raw.length);
  for (let start = 0; start < cells.length; start += raw.length) cells.set(raw, start);
  return matrix(rows, raw.length, cells);
}

/** Ages on the day that the table's own are counted from: that of its newest model, or of its import. */
function agesOf({ manifest, constraints }: Library, dates: TableEdits["dates"]): Record<string, number> {
  const own = constraints.some(({ id }) => id === "recency");
  const known = own ? manifest.experts.flatMap(({ newestText }) => newestText ?? []) : [];
  const day = known.sort().at(-1) ?? manifest.created;
  return Object.fromEntries(Object.entries(dates).map(([id, date]) => [id, ageInYears(date, day)]));
}

function strongConstraint({ benchmark, expertIds, manifest }: Library): Constraint {
  const scores = Float64Array.from(
    benchmark.kind.flatMap((kind, row) =>
      kind === LEFT_OUT ? [] : [...benchmark.accuracies.data.subarray(2 * row, 2 * row + 2)],
    ),
  );
  const labels = manifest.experts.map(({ label }) => label);
  const {
    raw,
    score,
    description = "",
    measured = "",
    ...info
  } = strongCalls(scores, expertIds, labels, `from ${manifest.name}`);
  const by = (values: Readonly<Record<string, number | null>>) =>
    Float64Array.from(expertIds, (id) => values[id] ?? Number.NaN);
  return { ...info, axis: info.axis ?? info.scale, description, measured, raw: by(raw), score: by(score) };
}
