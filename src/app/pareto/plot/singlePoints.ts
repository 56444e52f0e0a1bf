import { rawOver } from "../../../analysis/front/axisCosts.ts";
import { singleOutcomes } from "../../../analysis/front/baselines.ts";
import { dominatedBy, paretoSet } from "../../../core/curves/pareto.ts";
import type { Constraint, Library } from "../../../library/load.ts";
import type { Outcome } from "../../../state/store.ts";

/** Position of each single expert on the front. */
export interface SinglePoint {
  /** Raw value of the axis' constraint, NaN when unknown. */
  x: number;
  /** Mean outcome over the prompts. */
  y: number;
  /** Whether no other expert dominates it. */
  onFront: boolean;
  /** Experts that dominate it, best first. */
  dominators: number[];
}

/** Every single expert in manifest order, with the experts that dominate it. */
export function singlePoints(
  library: Library,
  constraint: Constraint,
  outcome: Outcome,
  rows: Int32Array,
): { points: SinglePoint[]; xs: number[]; quality: number[] } {
  const xs = Array.from(rawOver(library, constraint.id, rows));
  const ys = Array.from(singleOutcomes(library, outcome, rows));
  const quality = outcome === "loss" ? ys.map((value) => -value) : ys;
  const undominated = new Set(paretoSet(xs, quality));
  const points = xs.map((x, i) => ({
    x,
    y: ys[i]!,
    onFront: undominated.has(i),
    dominators: dominatedBy(xs, quality, i).sort((a, b) => quality[b]! - quality[a]!),
  }));
  return { points, xs, quality };
}
