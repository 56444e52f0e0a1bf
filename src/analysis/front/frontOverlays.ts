import { contentKey, identityKey } from "../../core/contentKey.ts";
import { type Curve, sweep } from "../../core/curves/curve.ts";
import { runSweep } from "../../core/curves/sweepRequest.ts";
import type { Matrix } from "../../core/matrix.ts";
import { route } from "../../core/objective/objective.ts";
import type { Library } from "../../library/load.ts";
import { LATENCY, type Latencies, withLatencies } from "../../library/localLatencies.ts";
import type { Policy } from "../../state/policy.ts";
import { BASELINE_ROUTERS, type Comparisons } from "../../state/slices/comparisons.ts";
import type { Outcome } from "../../state/store.ts";
import { remembered } from "../analysis.ts";
import { labelExperts } from "../choices/baselineChoices.ts";
import { penaltyByCall } from "../choices/decisionCosts.ts";
import { measuredOnly, othersPenalty, totalPenalty } from "../choices/penalties.ts";
import { rowOfPrompt } from "../rows/oracle.ts";
import { tableOf } from "./baselines.ts";
import { comparable } from "./comparable.ts";
import { front, frontKey, frontSweep, predictedCurves } from "./front.ts";
import { othersChoices, thresholdCurves } from "./othersRouters.ts";

/** A further exact curve on the front. */
export interface Overlay {
  /**
   * `knn`, `ridge`, `<variant>:router`, `<variant>:oracle`, `predicted` or `predicted-own`: also the key of its estimated
   * intervals; predicted curves have none, nor have those of others' routers (`router:<id>`), whose points are thresholds and no λ.
   */
  id: string;
  label: string;
  /** Determines its style. */
  kind: "knn" | "ridge" | "trained" | "variant-router" | "variant-oracle" | "predicted" | "predicted-own" | "threshold";
  curve: Curve;
}

/** The loaded and selected comparisons, on the same prompts at the same λ. */
export interface ComparisonRequest {
  library: Library;
  comparisons: Pick<Comparisons, "baseUrl" | "baselineRouters" | "libraries">;
  compared: readonly string[];
  /** See `shippedLabel`. */
  shipped: string | null;
  latencies: Latencies;
  axis: string;
  outcome: Outcome;
  policy: Policy;
  rows: Int32Array;
}

/**
 * Curves of all comparisons that are loaded; a variant without the axis' constraint has none. With added experts, and for the loss
 * only, also the router's predicted curves with and without them.
 */
export const frontOverlays = (request: ComparisonRequest): Overlay[] => overlays(request.library, request);

const overlays = remembered({
  keep: 16,
  key({ comparisons, compared, shipped, latencies, axis, outcome, policy, rows }: ComparisonRequest) {
    const { baseUrl, baselineRouters, libraries } = comparisons;
    const loaded = [baselineRouters, libraries, latencies].map(identityKey);
    return JSON.stringify([compared, shipped, baseUrl, ...loaded, frontKey(axis, outcome, policy, rows)]);
  },
  compute: (_, request) => overlaysOf(request),
});

function overlaysOf(request: ComparisonRequest): Overlay[] {
  const { library, axis, outcome, policy, rows } = request;
  const baselineRouters = comparedRouters(request).map(({ id, label, table }): Overlay => {
    return { id, label, kind: id, curve: baselineCurve(library, table, axis, outcome, policy, rows) };
  });
  const trained = comparedTrained(request).map(({ id, label, table }): Overlay => {
    return { id, label, kind: "trained", curve: trainedCurve(library, table, axis, outcome, policy, rows) };
  });
  const variants = wantedVariants(request).flatMap(({ id, label, library: other }): Overlay[] => {
    if (!other.constraints.some((one) => one.id === axis)) return [];
    const { there } = matchingRows(library, rows, other);
    if (there.length === 0) return []; // measured on other prompts
    const { router, oracle } = front(other, axis, outcome, policy, there);
    return [
      { id: `${id}:router`, label: `${label}: router`, kind: "variant-router", curve: router },
      { id: `${id}:oracle`, label: `${label}: oracle`, kind: "variant-oracle", curve: oracle },
    ];
  });
  const others = thresholdCurves(library, axis, outcome, rows).map(
    (router): Overlay => ({ ...router, kind: "threshold" }),
  );
  return [...baselineRouters, ...trained, ...variants, ...others, ...predictedOverlays(request)];
}

function predictedOverlays({ library, axis, outcome, policy, rows }: ComparisonRequest): Overlay[] {
  const curves = outcome === "loss" ? predictedCurves(library, axis, policy, rows) : null;
  if (!curves) return [];
  return [
    { id: "predicted", label: "predicted, with added experts ≈", kind: "predicted", curve: curves.withCustomExperts },
    { id: "predicted-own", label: "predicted, without them", kind: "predicted-own", curve: curves.without },
  ];
}

const baselineCurve = remembered({
  keep: 4 * BASELINE_ROUTERS.length,
  key: (table: Matrix, ...rest: Parameters<typeof frontKey>) => `${identityKey(table)}|${frontKey(...rest)}`,
  compute(library, table, axis, outcome, policy, rows): Curve {
    const { score, raw } = library.constraints.find(({ id }) => id === axis)!;
    return sweep(table, score, othersPenalty(library, axis, policy), raw, tableOf(library, outcome), rows);
  },
});

/**
 * Outcome of every policy except router, oracle and random on each of the rows, at the current λ; NaN where unknown. Their
 * intervals are estimated from these.
 */
export function policyOutcomes(request: ComparisonRequest): { id: string; outcomes: Float64Array }[] {
  const { library, outcome, policy, rows } = request;
  const measured = tableOf(library, outcome);
  const labels = (["domain", "part"] as const).map((id) => ({
    id,
    outcomes: outcomesAt(measured, labelExperts(library, id), rows),
  }));
  const penalty = library.calibrated
    ? measuredOnly(library, totalPenalty(library, policy))
    : penaltyByCall(library, "router", policy);
  const baselineRouters = [...comparedRouters(request), ...comparedTrained(request)].map(({ id, table }) => ({
    id,
    outcomes: outcomesAt(measured, route(table, penalty, rows), rows),
  }));
  const others = othersChoices(library).map(({ id, choices }) => ({
    id,
    outcomes: outcomesAt(measured, choices, rows),
  }));
  const variants = wantedVariants(request).flatMap(({ id, library: other }) => {
    const { there, places } = matchingRows(library, rows, other);
    const own = totalPenalty(other, policy);
    return (["router", "oracle"] as const).map((name) => {
      const decision = name === "router" ? other.benchmark.predicted : other.benchmark.losses;
      const outcomes = outcomesAt(tableOf(other, outcome), route(decision, own, there), places);
      return { id: `${id}:${name}`, outcomes };
    });
  });
  return [...labels, ...others, ...baselineRouters, ...variants];
}

/** By label of a compared library, how many of the rows it has measured too; only where some are missing. */
export function missingPrompts(request: ComparisonRequest): { label: string; shared: number }[] {
  const { library, rows } = request;
  return wantedVariants(request)
    .map(({ label, library: other }) => ({ label, shared: matchingRows(library, rows, other).there.length }))
    .filter(({ shared }) => shared < rows.length);
}

function comparedRouters({ library, comparisons, compared, shipped }: ComparisonRequest) {
  if (comparisons.baseUrl !== library.baseUrl) return [];
  const labels = new Map(comparable(library, shipped).map(({ id, label }) => [id, label]));
  return BASELINE_ROUTERS.flatMap((id) => {
    const table = comparisons.baselineRouters[id];
    if (!table || !compared.includes(id)) return [];
    return [{ id, label: labels.get(id) ?? id, table: asWideAs(library, table) }];
  });
}

/** Other routers that were trained on the open table. */
const comparedTrained = ({ library, compared }: ComparisonRequest) =>
  (library.trained?.others ?? []).flatMap(({ id, name, predicted }) =>
    compared.includes(id) ? [{ id, label: name, table: predicted }] : [],
  );

const trainedCurve = remembered({
  keep: 16,
  key: (table: Matrix, ...rest: Parameters<typeof frontKey>) => `${identityKey(table)}|${frontKey(...rest)}`,
  compute: (library, table, ...of): Curve =>
    runSweep({ ...library.benchmark, predicted: table }, frontSweep(library, "router", ...of)),
});

/**
 * A table of the library's own experts, with one column for every current expert: experts that the user has added since loading
 * come last, as unknown; those removed since are dropped.
 */
const asWideAs = remembered({
  keep: BASELINE_ROUTERS.length,
  key: (table: Matrix) => identityKey(table),
  compute({ expertIds }, table): Matrix {
    const columns = expertIds.length;
    if (table.columns === columns) return table;
    const data = new Float32Array(table.rows * columns).fill(Number.NaN);
    const shared = Math.min(columns, table.columns);
    for (let row = 0; row < table.rows; row++) {
      data.set(table.data.subarray(row * table.columns, row * table.columns + shared), row * columns);
    }
    return { rows: table.rows, columns, data };
  },
});

function wantedVariants({ library, comparisons, compared, shipped, latencies }: ComparisonRequest) {
  if (comparisons.baseUrl !== library.baseUrl) return [];
  const ratio = library.constraints.find(({ id }) => id === LATENCY)?.localMeasurement?.factor ?? Number.NaN;
  return comparable(library, shipped).flatMap(({ id, label }) => {
    const other = comparisons.libraries[id];
    return other && compared.includes(id) ? [{ id, label, library: localVersion(other, latencies, ratio) }] : [];
  });
}

/** Milliseconds of two libraries are only comparable on the same machine. */
const localVersion = remembered({
  keep: 1,
  key: (latencies: Latencies, ratio: number) => `${identityKey(latencies)}|${ratio}`,
  compute: withLatencies,
});

/**
 * The same prompts in another library's benchmark, matched by id.
 * @returns `there`: its rows, of the prompts that it has; `places`: its row for each of the given rows, −1 for none
 */
const matchingRows = remembered({
  keep: 8,
  key: (rows: Int32Array, other: Library) => `${contentKey(rows)}|${identityKey(other)}`,
  compute(library, rows, other): { there: Int32Array; places: Int32Array } {
    const places = Int32Array.from(rows, (row) => rowOfPrompt(other, library.benchmark.ids[row]!) ?? -1);
    return { there: places.filter((place) => place >= 0), places };
  },
});

function outcomesAt(measured: Matrix, choices: ArrayLike<number>, rows: ArrayLike<number>): Float64Array {
  const { data, columns } = measured;
  const outcomes = new Float64Array(rows.length);
  for (let k = 0; k < outcomes.length; k++) {
    const row = rows[k]!;
    const choice = choices[row] ?? -1;
    outcomes[k] = choice < 0 ? Number.NaN : data[row * columns + choice]!;
  }
  return outcomes;
}
