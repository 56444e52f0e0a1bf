import type { Library } from "../library/load.ts";
import { type Curve, sweep } from "../routing/curve.ts";
import { lowerEnvelope, sliderEnd } from "../routing/envelope.ts";
import { type RoutingScores, scoreRouting } from "../routing/metrics.ts";
import { penalties, rank, route } from "../routing/objective.ts";
import { bestSingle, expertPerGroup } from "../routing/policies.ts";
import { eligibleExperts, type Policy } from "./flags.ts";
import { memoLast } from "./memo.ts";
import { bestExperts } from "./promptFacts.ts";
import type { Outcome, Prediction } from "./store.ts";

/** Policies in use at the same time while a slider moves: the current one, and that of panels which lag behind. */
const POLICIES = 3;

/** The kind of prompt that carries the headline figures: windows of 64 tokens and more. */
export const HEADLINE_KIND = "window";

/** Rows of the benchmark of one kind, in the order of the file. */
export const rowsOfKind = memoLast((library: Library, kind: string): Int32Array => {
  const rows: number[] = [];
  library.benchmark.kind.forEach((other, i) => {
    if (other === kind) rows.push(i);
  });
  return Int32Array.from(rows);
}, 4);

/** Rows of the benchmark that carry the headline figures. */
export const headlineRows = memoLast((library: Library): Int32Array => rowsOfKind(library, HEADLINE_KIND));

/** The kinds of prompts that the benchmark holds, the headline one first, with their numbers. */
export const promptKinds = memoLast((library: Library): { id: string; prompts: number }[] => {
  const counts = new Map<string, number>();
  for (const kind of library.benchmark.kind) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([id, prompts]) => ({ id, prompts }));
  return kinds.sort((a, b) => Number(b.id === HEADLINE_KIND) - Number(a.id === HEADLINE_KIND));
});

/** Σⱼ λⱼCⱼ(Mᵢ) for every expert, in nats; ∞ for an expert that a flag bars. */
export const totalPenalty = memoLast(
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

/** The expert that the router chooses for every prompt of the benchmark, under the current policy. */
export const routerChoices = memoLast(
  (library: Library, lambdas: Policy["lambdas"], bounds: Policy["bounds"]): Int32Array =>
    route(library.benchmark.predicted, totalPenalty(library, lambdas, bounds)),
  POLICIES,
);

/** The best single expert on the mean loss over these prompts: the reference that a router has to beat. */
export const singleBest = memoLast((library: Library, rows: Int32Array): number =>
  bestSingle(library.benchmark.losses, rows),
);

/** Scores of the router's choices on these prompts, under the current policy. */
export const routerScores = memoLast(
  (library: Library, lambdas: Policy["lambdas"], bounds: Policy["bounds"], rows: Int32Array): RoutingScores => {
    const { losses, accuracies } = library.benchmark;
    return scoreRouting(
      losses,
      accuracies,
      routerChoices(library, lambdas, bounds),
      totalPenalty(library, lambdas, bounds),
      singleBest(library, rows),
      { rows },
    );
  },
);

/** Experts for the typed prompt, best first, under the current policy; those that a flag bars come last. */
export const ranking = memoLast(
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

/** The two exact curves of the Pareto panel over some prompts: the λ of `axis` runs from 0 to ∞, the others stay where they are. */
export interface Front {
  router: Curve;
  oracle: Curve;
  /** The prompts behind both. */
  rows: Int32Array;
}

export const front = memoLast(
  (library: Library, axis: string, outcome: Outcome, others: Float64Array, rows: Int32Array): Front => ({
    router: frontCurve(library, "router", axis, outcome, others, rows),
    oracle: frontCurve(library, "oracle", axis, outcome, others, rows),
    rows,
  }),
  FRONTS,
);

/** One of the two: whoever has little time can have them one after the other. */
export const frontCurve = memoLast(
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

/** Penalty of every constraint but `axis`; the same array as long as no other λ moved, so that no curve is computed anew. */
export const othersPenalty = (() => {
  const recent: Float64Array[] = [];
  return (library: Library, axis: string, policy: Policy): Float64Array => {
    const next = penaltyWithout(library, policy, axis);
    const at = recent.findIndex((old) => old.length === next.length && old.every((value, i) => value === next[i]));
    const kept = at < 0 ? next : recent.splice(at, 1)[0]!;
    recent.unshift(kept);
    recent.length = Math.min(recent.length, FRONTS);
    return kept;
  };
})();

const benchmarkEnds = memoLast((library: Library): Record<string, number> => {
  const ends: Record<string, number> = {};
  for (const constraint of library.constraints)
    ends[constraint.id] = sliderEnd(library.benchmark.predicted, constraint.score);
  return ends;
});

/**
 * End of every slider: the λ beyond which, with the other λ at 0, no decision changes any more, neither of the benchmark
 * nor of the typed prompt; rounded up to two digits so that the last breakpoint lies inside.
 */
export const sliderEnds = memoLast((library: Library, prediction: Prediction | null): Record<string, number> => {
  const ends: Record<string, number> = {};
  for (const constraint of library.constraints) {
    const typed = prediction ? (lowerEnvelope(prediction.losses, constraint.score).breakpoints.at(-1) ?? 0) : 0;
    ends[constraint.id] = roundUp(Math.max(benchmarkEnds(library)[constraint.id]!, typed));
  }
  return ends;
});

/** λ after the ends of their sliders moved: one that stood at its end goes along. The same object while nothing moves. */
export function keptAtEnds(
  lambdas: Policy["lambdas"],
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Policy["lambdas"] {
  const moved = Object.entries(lambdas)
    .filter(([id, lambda]) => lambda > 0 && lambda >= before[id]! && lambda !== after[id])
    .map(([id]) => [id, after[id]!]);
  return moved.length > 0 ? { ...lambdas, ...Object.fromEntries(moved) } : lambdas;
}

function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return (Math.floor(value / unit) + 1) * unit;
}

/**
 * The expert of every benchmark prompt's true domain, or of its part: the best one on the headline windows that bear the label, by
 * their own losses. What a classifier without a fault could do: an optimistic reference.
 */
export const labelExperts = memoLast((library: Library, label: "domain" | "part"): Int32Array => {
  const labels = library.benchmark[label];
  const order = new Map([...new Set(labels)].map((id, group) => [id, group]));
  const chosenOn = new Int32Array(labels.length).fill(-1);
  for (const row of headlineRows(library)) chosenOn[row] = order.get(labels[row]!)!;
  const experts = expertPerGroup(library.benchmark.losses, chosenOn, order.size);
  return Int32Array.from(labels, (id) => experts[order.get(id)!]!);
}, 2);

/** Nats lost against the best expert, per benchmark prompt, at the current choices. */
export const regrets = memoLast((library: Library, choices: Int32Array): Float32Array => {
  const { losses } = library.benchmark;
  const best = bestExperts(library);
  return Float32Array.from(choices, (choice, row) => {
    const offset = row * losses.columns;
    return choice < 0 ? Number.NaN : losses.data[offset + choice]! - losses.data[offset + best[row]!]!;
  });
}, POLICIES);
