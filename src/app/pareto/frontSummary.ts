import { singleBest } from "../../analysis/choices/baselineChoices.ts";
import { routerScores } from "../../analysis/choices/routerScores.ts";
import type { Baseline } from "../../analysis/front/baselines.ts";
import type { Front } from "../../analysis/front/front.ts";
import { lossUnit } from "../../analysis/lossUnit.ts";
import { wordsOf } from "../../analysis/words.ts";
import { pointAt } from "../../core/curves/curve.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Outcome } from "../../state/store.ts";
import type { Figures, Interval } from "../../workers/statistics/protocol.ts";
import { formatCount, formatPercent, formatRaw } from "../ui/words/format.ts";
import { aroundMean } from "../ui/words/meanCost.ts";
import { outcomeFormat } from "../ui/words/outcomeFormat.ts";

/** Gain and cost of routing at the current λ, compared with the best single expert, as figures for display. */
export interface FrontSummary {
  /** Whether the router is better than the best single expert. */
  gains: boolean;
  /** Difference to the best single expert, and its interval once estimated. */
  difference: string;
  differenceInterval: string | null;
  router: string;
  single: string;
  singleLabel: string;
  /** Share of the gap between the best single expert and the oracle that is closed; null if there is no gap. */
  gapClosed: string | null;
  gapInterval: string | null;
  /** Texts about as wide as the intervals will be. */
  room: { difference: string; gap: string };
  /** Mean raw value of the axis' constraint over the chosen experts, and that of the best single expert. */
  cost: string;
  singleCost: string;
  /** The words around the mean, and what the library calls its models. */
  around: { before: string; after: string };
  expert: string;
  /** Parameters of the router, which reads every prompt; null for a library without one. */
  routerParameters: string | null;
}

export interface FrontSummaryRequest {
  library: Library;
  front: Front;
  baselines: readonly Baseline[];
  policy: Policy;
  axis: string;
  outcome: Outcome;
  /** Intervals, if they belong to the current request. */
  figures: Figures | null;
}

/** Null if router or best single expert are not known. */
export function frontSummary({
  library,
  front,
  baselines,
  policy,
  axis,
  outcome,
  figures,
}: FrontSummaryRequest): FrontSummary | null {
  const constraint = library.constraints.find(({ id }) => id === axis)!;
  const here = pointAt(front.router, policy.lambdas[axis] ?? 0);
  const single = baselines.find(({ id }) => id === "single");
  if (!single || !Number.isFinite(here.y) || !Number.isFinite(single.y)) return null;
  const format = outcomeFormat(library.manifest, outcome);
  const { long } = lossUnit(library.manifest);
  const better = outcome === "loss" ? single.y - here.y : here.y - single.y;
  const { oracleGapClosed } = routerScores(library, policy, front.rows);
  const parameters = library.manifest.router?.parameters;
  return {
    gains: better >= 0,
    difference: format(Math.abs(better)) + (outcome === "loss" ? ` ${long}` : ""),
    differenceInterval: between(sizeOf(figures?.differences.single?.interval, outcome, better >= 0), format),
    router: format(here.y),
    single: format(single.y),
    singleLabel: library.manifest.experts[singleBest(library, front.rows)]!.label,
    gapClosed: Number.isFinite(oracleGapClosed) ? formatPercent(oracleGapClosed) : null,
    gapInterval: between(figures?.scores.oracleGapClosed ?? null, formatPercent),
    room: { difference: both(Math.abs(better), format), gap: both(oracleGapClosed, formatPercent) },
    cost: formatRaw(here.x, constraint.unit),
    singleCost: formatRaw(single.x, constraint.unit),
    around: aroundMean(constraint),
    expert: wordsOf(library.manifest).expert,
    routerParameters: parameters === undefined ? null : formatCount(parameters),
  };
}

/** Turns the interval of "single minus router" into that of the gain (or loss) in the sentence, lower end first. */
function sizeOf(interval: Interval | undefined, outcome: Outcome, gains: boolean): Interval | null {
  if (!interval) return null;
  const [low, high] = interval;
  return (outcome === "loss") === gains ? [low, high] : [-high, -low];
}

const both = (value: number, format: (value: number) => string) => between([value, value], format) ?? "";

function between(interval: Interval | null, format: (value: number) => string): string | null {
  if (!interval?.every(Number.isFinite)) return null;
  return `[${interval.map((bound) => (bound < 0 ? `−${format(-bound)}` : format(bound))).join(", ")}]`;
}
