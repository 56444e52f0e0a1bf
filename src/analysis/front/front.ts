import { contentKey } from "../../core/contentKey.ts";
import { type Curve, sweep } from "../../core/curves/curve.ts";
import { runSweep, type SweepRequest } from "../../core/curves/sweepRequest.ts";
import { isMatrix, type Matrix } from "../../core/matrix.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Outcome } from "../../state/store.ts";
import { remembered } from "../analysis.ts";
import { othersByCall, slopesOf } from "../choices/decisionCosts.ts";
import { othersPenalty, penaltyWithout } from "../choices/penalties.ts";
import { policyKey } from "../policy/policyKey.ts";
import { isPoints, isTable } from "../table/reportQuestion.ts";
import { chargeOf } from "./axisCosts.ts";

/**
 * The two exact curves of the Pareto panel over some prompts: the λ of `axis` runs from 0 to ∞ while the others stay fixed. Both
 * are measured: `othersPenalty` excludes experts that were not measured on the benchmark.
 */
export interface Front {
  router: Curve;
  oracle: Curve;
  /** The prompts behind both. */
  rows: Int32Array;
}

/** The inputs of a front's curves, which do not include the λ of the axis itself. */
export const frontKey = (axis: string, outcome: Outcome, policy: Policy, rows: Int32Array): string =>
  `${axis}|${outcome}|${policyKey(policy, axis)}|${contentKey(rows)}`;

export const front = remembered({
  keep: 8,
  key: frontKey,
  compute: (library, axis, outcome, policy, rows): Front => ({
    router: frontCurve(library, "router", axis, outcome, policy, rows),
    oracle: frontCurve(library, "oracle", axis, outcome, policy, rows),
    rows,
  }),
});

/** One of the two curves, so that callers can yield in between. */
export const frontCurve = remembered({
  keep: 16,
  key: (of: "router" | "oracle", ...rest: Parameters<typeof frontKey>) => `${of}|${frontKey(...rest)}`,
  compute: (library, ...of): Curve => runSweep(library.benchmark, frontSweep(library, ...of)),
});

/** What a worker has to compute for `frontCurve`. */
export function frontSweep(
  library: Library,
  of: "router" | "oracle",
  ...[axis, outcome, policy, rows]: Parameters<typeof frontKey>
): SweepRequest {
  const constraint = library.constraints.find((c) => c.id === axis)!;
  const others = othersByCall(library, of, axis, policy);
  // In a table, a model without costs has no place on the axis, so that it may not be chosen.
  const base = isTable(library) ? onAxis(others, constraint.raw) : others;
  return {
    decision: of === "router" ? "predicted" : "losses",
    slopes: slopesOf(of, library, constraint),
    base,
    x: chargeOf(constraint),
    y: outcome === "loss" ? "losses" : "accuracies",
    // Points have no prompts that an oracle could tell apart: its curve is empty, as that of a missing router.
    rows: isPoints(library) ? new Int32Array(0) : rows,
  };
}

/** The penalties with ∞ for experts whose raw value is unknown. */
function onAxis(penalty: Float64Array | Matrix, raw: Float64Array): Float64Array | Matrix {
  const placed = (cells: ArrayLike<number>) =>
    Float64Array.from(cells, (nats, i) => (Number.isFinite(raw[i % raw.length]!) ? nats : Number.POSITIVE_INFINITY));
  return isMatrix(penalty) ? { ...penalty, data: placed(penalty.data) } : placed(penalty);
}

/**
 * The router's predicted curves with and without the user's added experts: both the choices and the losses are predictions.
 * Predictions may be biased as a whole, so these curves are only comparable with each other. Null without added experts.
 */
export const predictedCurves = remembered({
  keep: 4,
  key: (axis: string, policy: Policy, rows: Int32Array) => frontKey(axis, "loss", policy, rows),
  compute(library, axis, policy, rows): { withCustomExperts: Curve; without: Curve } | null {
    if (!library.calibrated) return null;
    const { predicted } = library.benchmark;
    const { score, raw } = library.constraints.find(({ id }) => id === axis)!;
    const over = (others: Float64Array) => sweep(predicted, score, others, raw, predicted, rows);
    return {
      withCustomExperts: over(penaltyWithout(library, policy, axis)),
      without: over(othersPenalty(library, axis, policy)),
    };
  },
});
