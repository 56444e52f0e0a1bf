import { type Bound, meetsBounds } from "../../core/flags/grammar.ts";
import { penalties } from "../../core/objective/objective.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import { remembered } from "../analysis.ts";
import { policyKey } from "../policy/policyKey.ts";

/** Σⱼ λⱼCⱼ(Mᵢ) of each expert, in nats; ∞ for an expert that a flag excludes. */
export const totalPenalty = (library: Library, policy: Policy): Float64Array => penaltyWithout(library, policy, null);

/** The same sum without one constraint: the offset of each expert's line when that constraint's λ moves. */
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

/** Whether each expert, in manifest order, meets all bounds. */
export const eligibleExperts = remembered({
  keep: 4,
  key: (bounds: readonly Bound[]) => JSON.stringify(bounds),
  compute: ({ manifest, constraints }, bounds): boolean[] =>
    manifest.experts.map(({ newestText }, i) =>
      meetsBounds(bounds, { newestText, raw: Object.fromEntries(constraints.map(({ id, raw }) => [id, raw[i]!])) }),
    ),
});

/**
 * The same penalties with ∞ for every expert that was not measured on the benchmark, that is, those added by the user: for measured
 * figures.
 */
export function measuredOnly({ calibrated, expertIds }: Library, penalty: Float64Array): Float64Array {
  if (!calibrated) return penalty;
  return penalty.map((nats, i) => (calibrated.has(expertIds[i]!) ? Number.POSITIVE_INFINITY : nats));
}

/**
 * Penalty of all constraints except `axis` for measured figures: see `measuredOnly`. The same array as long as no other λ moves.
 */
export const othersPenalty = remembered({
  keep: 8,
  key: (axis: string, policy: Policy) => `${axis}|${policyKey(policy, axis)}`,
  compute: (library, axis, policy): Float64Array => measuredOnly(library, penaltyWithout(library, policy, axis)),
});
