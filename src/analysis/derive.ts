import { type Curve, sweep } from "../core/curves/curve.ts";
import { lowerEnvelope, sliderEnd } from "../core/curves/envelope.ts";
import { memoLru } from "../core/memoLru.ts";
import { bestSingle, expertPerGroup } from "../core/metrics/baselines.ts";
import { type RoutingScores, scoreRouting } from "../core/metrics/metrics.ts";
import { penalties, rank, route } from "../core/objective/objective.ts";
import type { Library } from "../library/load.ts";
import { eligibleExperts, type Policy } from "../state/policy.ts";
import type { Outcome, Prediction } from "../state/store.ts";
import { bestExperts } from "./oracle.ts";

/** Policies in use at the same time while a slider moves: the current one, and that of panels which lag behind. */
const POLICIES = 3;

/** The kind of prompt that carries the headline figures: windows of 64 tokens and more. */
export const HEADLINE_KIND = "window";

/** Rows of the benchmark of one kind, in the order of the file. */
export const rowsOfKind = memoLru((library: Library, kind: string): Int32Array => {
  const rows: number[] = [];
  library.benchmark.kind.forEach((other, i) => {
    if (other === kind) rows.push(i);
  });
  return Int32Array.from(rows);
}, 4);

/** Rows of the benchmark that carry the headline figures. */
export const primaryRows = memoLru((library: Library): Int32Array => rowsOfKind(library, HEADLINE_KIND));

/** The kinds of prompts that the benchmark holds, the headline one first, with their numbers. */
export const promptKinds = memoLru((library: Library): { id: string; prompts: number }[] => {
  const counts = new Map<string, number>();
  for (const kind of library.benchmark.kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([id, prompts]) => ({ id, prompts }));
  return kinds.sort((a, b) => Number(b.id === HEADLINE_KIND) - Number(a.id === HEADLINE_KIND));
});

/** Σⱼ λⱼCⱼ(Mᵢ) for every expert, in nats; ∞ for an expert that a flag bars. */
export const totalPenalty = memoLru(
  (library: Library, lambdas: Policy["lambdas"], bounds: Policy["bounds"]): Float64Array =>
    penaltyWithout(library, { lambdas, bounds }, null),
  POLICIES,
);

/** The same sum without one constraint: the offset of every expert's line when that constraint's λ moves. */
export function penaltyWithout(library: Library, { lambdas, bounds }: Policy, without: string | null): Float64Array {
  const used = library.constraints.filter((c) => c.id !== without && (lambdas[c.id] ?? 0) > 0);
  const sum = penalties(
    used.map((c) => c.score),
    used.map((c) => lambdas[c.id]!),
    library.expertIds.length,
  );
  if (bounds.length === 0) return sum;
  const eligible = eligibleExperts(library, bounds);
  return sum.map((nats, i) => (eligible[i] ? nats : Number.POSITIVE_INFINITY));
}

/**
 * The same penalties with ∞ for every expert that was not measured on the benchmark, those that the user has added: for figures that
 * are measured. The same array where all experts were measured.
 */
export const measuredOnly = memoLru((library: Library, penalty: Float64Array): Float64Array => {
  const { calibrated } = library;
  if (!calibrated) return penalty;
  return penalty.map((nats, i) => (calibrated.has(library.expertIds[i]!) ? Number.POSITIVE_INFINITY : nats));
}, 2 * POLICIES);

/**
 * The expert that the router chooses for every prompt of the benchmark, under the current policy; it may be one that the user has
 * added, whose loss there is not known. What is scored are `measuredChoices`.
 */
export const routerChoices = memoLru(
  (library: Library, lambdas: Policy["lambdas"], bounds: Policy["bounds"]): Int32Array =>
    route(library.benchmark.predicted, totalPenalty(library, lambdas, bounds)),
  POLICIES,
);

/** The choices that can be scored: the router's among the experts that were measured on the benchmark. */
export const measuredChoices = memoLru(
  (library: Library, lambdas: Policy["lambdas"], bounds: Policy["bounds"]): Int32Array =>
    library.calibrated
      ? route(library.benchmark.predicted, measuredOnly(library, totalPenalty(library, lambdas, bounds)))
      : routerChoices(library, lambdas, bounds),
  POLICIES,
);

/** The best single expert on the mean loss over these prompts: the reference that a router has to beat. */
export const singleBest = memoLru((library: Library, rows: Int32Array): number =>
  bestSingle(library.benchmark.losses, rows),
);

/**
 * Scores of the router's choices on these prompts, under the current policy. All of them are measured: the router chooses, and is
 * compared with, the experts that were measured on the benchmark. Experts that the user has added take no part.
 */
export const routerScores = memoLru(
  (library: Library, lambdas: Policy["lambdas"], bounds: Policy["bounds"], rows: Int32Array): RoutingScores => {
    const { losses, accuracies } = library.benchmark;
    return scoreRouting(
      losses,
      accuracies,
      measuredChoices(library, lambdas, bounds),
      measuredOnly(library, totalPenalty(library, lambdas, bounds)),
      singleBest(library, rows),
      { rows },
    );
  },
);

/** Experts for the typed prompt, best first, under the current policy; those that a flag bars come last. */
export const ranking = memoLru(
  (library: Library, prediction: Prediction, lambdas: Policy["lambdas"], bounds: Policy["bounds"]): number[] =>
    rank(prediction.losses, totalPenalty(library, lambdas, bounds)),
);

/** The expert that answers the typed prompt; null when the flags bar every expert. */
export function winnerOf(library: Library, prediction: Prediction, { lambdas, bounds }: Policy): number | null {
  const first = ranking(library, prediction, lambdas, bounds)[0];
  const penalty = totalPenalty(library, lambdas, bounds);
  return first !== undefined && Number.isFinite(prediction.losses[first]! + penalty[first]!) ? first : null;
}

/** Fronts on one page: the library's own, and those of the libraries that it is compared with. */
const FRONTS = 4;

/**
 * The two exact curves of the Pareto panel over some prompts: the λ of `axis` runs from 0 to ∞, the others stay where they are. Both
 * are measured: `othersPenalty` keeps experts out that were not measured on the benchmark.
 */
export interface Front {
  router: Curve;
  oracle: Curve;
  /** The prompts behind both. */
  rows: Int32Array;
}

export const front = memoLru(
  (library: Library, axis: string, outcome: Outcome, others: Float64Array, rows: Int32Array): Front => ({
    router: frontCurve(library, "router", axis, outcome, others, rows),
    oracle: frontCurve(library, "oracle", axis, outcome, others, rows),
    rows,
  }),
  FRONTS,
);

/** One of the two: whoever has little time can have them one after the other. */
export const frontCurve = memoLru(
  (
    library: Library,
    of: "router" | "oracle",
    axis: string,
    outcome: Outcome,
    others: Float64Array,
    rows: Int32Array,
  ): Curve => {
    const { losses, predicted, accuracies } = library.benchmark;
    const constraint = library.constraints.find((c) => c.id === axis)!;
    const y = outcome === "loss" ? losses : accuracies;
    return sweep(of === "router" ? predicted : losses, constraint.score, others, constraint.raw, y, rows);
  },
  2 * FRONTS,
);

/** Remembers the last arrays by what is in them: the same array as long as no number in it changes, so that no curve is computed anew. */
function sameByContent(): (next: Float64Array) => Float64Array {
  const recent: Float64Array[] = [];
  return (next) => {
    const at = recent.findIndex((old) => old.length === next.length && old.every((value, i) => value === next[i]));
    const kept = at < 0 ? next : recent.splice(at, 1)[0]!;
    recent.unshift(kept);
    recent.length = Math.min(recent.length, FRONTS);
    return kept;
  };
}

/** Penalty of every constraint but `axis` for measured figures: see `measuredOnly`. The same array as long as no other λ moved. */
export const othersPenalty = (() => {
  const same = sameByContent();
  return (library: Library, axis: string, policy: Policy): Float64Array =>
    same(measuredOnly(library, penaltyWithout(library, policy, axis)));
})();

/** The same of all experts, those included that were not measured: for what is predicted. */
const everyonesPenalty = (() => {
  const same = sameByContent();
  return (library: Library, axis: string, policy: Policy): Float64Array => same(penaltyWithout(library, policy, axis));
})();

/**
 * What is predicted of the router with the experts that the user has added, and without them: the choice and the loss that it brings
 * both rest on predictions. Neither is a measurement, and predictions may be off as a whole, so that they compare with each other
 * alone. Null without added experts.
 */
export function predictedCurves(
  library: Library,
  axis: string,
  policy: Policy,
  rows: Int32Array,
): { withCustomExperts: Curve; without: Curve } | null {
  if (!library.calibrated) return null;
  return {
    withCustomExperts: sweepPredicted(library, axis, everyonesPenalty(library, axis, policy), rows),
    without: sweepPredicted(library, axis, othersPenalty(library, axis, policy), rows),
  };
}

const sweepPredicted = memoLru((library: Library, axis: string, others: Float64Array, rows: Int32Array): Curve => {
  const { predicted } = library.benchmark;
  const { score, raw } = library.constraints.find(({ id }) => id === axis)!;
  return sweep(predicted, score, others, raw, predicted, rows);
}, 4);

/** Share of these prompts, 0 … 1, that the router sends to experts which were not measured on the benchmark. */
export function unmeasuredShare(library: Library, choices: Int32Array, rows: Int32Array): number {
  const { calibrated, expertIds } = library;
  if (!calibrated || rows.length === 0) return 0;
  return rows.filter((row) => calibrated.has(expertIds[choices[row]!] ?? "")).length / rows.length;
}

const benchmarkEnds = memoLru((library: Library): Record<string, number> => {
  const ends: Record<string, number> = {};
  for (const constraint of library.constraints)
    ends[constraint.id] = sliderEnd(library.benchmark.predicted, constraint.score);
  return ends;
});

/**
 * End of every slider: the λ beyond which, with the other λ at 0, no decision changes any more, neither of the benchmark
 * nor of the typed prompt; rounded up to two digits so that the last breakpoint lies inside.
 */
export const sliderEnds = memoLru((library: Library, prediction: Prediction | null): Record<string, number> => {
  const ends: Record<string, number> = {};
  for (const constraint of library.constraints) {
    const typed = prediction ? (lowerEnvelope(prediction.losses, constraint.score).breakpoints.at(-1) ?? 0) : 0;
    ends[constraint.id] = roundUp(Math.max(benchmarkEnds(library)[constraint.id]!, typed));
  }
  return ends;
});

function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return (Math.floor(value / unit) + 1) * unit;
}

/**
 * The expert of every benchmark prompt's true domain, or of its part: the best one on the headline windows that bear the label, by
 * their own losses. What a classifier without a fault could do: an optimistic reference.
 */
export const labelExperts = memoLru((library: Library, label: "domain" | "part"): Int32Array => {
  const labels = library.benchmark[label];
  const order = new Map([...new Set(labels)].map((id, group) => [id, group]));
  const chosenOn = new Int32Array(labels.length).fill(-1);
  for (const row of primaryRows(library)) chosenOn[row] = order.get(labels[row]!)!;
  const experts = expertPerGroup(library.benchmark.losses, chosenOn, order.size);
  return Int32Array.from(labels, (id) => experts[order.get(id)!]!);
}, 2);

/** Nats lost compared with the best measured expert, per benchmark prompt, at the current choices; NaN where the choice was not measured. */
export const regrets = memoLru((library: Library, choices: Int32Array): Float32Array => {
  const { losses } = library.benchmark;
  const best = bestExperts(library);
  return Float32Array.from(choices, (choice, row) => {
    const offset = row * losses.columns;
    return choice < 0 ? Number.NaN : losses.data[offset + choice]! - losses.data[offset + best[row]!]!;
  });
}, POLICIES);
