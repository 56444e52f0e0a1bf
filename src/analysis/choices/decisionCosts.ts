/**
 * What router and oracle know of a call's cost when they decide. The oracle knows the cost of the call itself; the router expects what
 * calls of the model cost for prompts of this length where the table has the tokens, else the model's mean.
 */
import { heldOutCosts } from "../../core/evaluation/costByLength.ts";
import type { Matrix } from "../../core/matrix.ts";
import { callPenalties, callScores } from "../../core/objective/callPenalties.ts";
import { INPUT_TOKENS } from "../../library/evaluationTable/evaluationTable.ts";
import { isRouted } from "../../library/isRouted.ts";
import type { Constraint, Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import { remembered, rememberedOnce } from "../analysis.ts";
import { policyKey } from "../policy/policyKey.ts";
import { measuredOnly, othersPenalty, penaltyWithout, totalPenalty } from "./penalties.ts";

export type Decider = "router" | "oracle";

/** C of every call, by constraint. */
const measuredByCall = rememberedOnce(({ constraints }: Library): ReadonlyMap<string, Matrix> => {
  const found = new Map<string, Matrix>();
  for (const { id, raw, score, calls, scale } of constraints) {
    if (calls && scale === "linear") found.set(id, callScores(calls, raw, score));
  }
  return found;
});

/** C of every call as it is expected from the length of its prompt, held out. Empty without tokens, and without a router. */
export const expectedByCall = rememberedOnce((library): ReadonlyMap<string, Matrix> => {
  const lengths = library.benchmark.calls?.get(INPUT_TOKENS);
  if (!lengths || !isRouted(library)) return new Map();
  const ids = [...measuredByCall(library).keys()];
  return new Map(
    library.constraints.flatMap(({ id, raw, score, calls }) => {
      if (!calls || !ids.includes(id)) return [];
      return [[id, callScores(heldOutCosts(calls, lengths, raw), raw, score)] as const];
    }),
  );
});

const byCall = (of: Decider, library: Library) => (of === "router" ? expectedByCall(library) : measuredByCall(library));

/** The basis of the choices over λ: C by call, or by expert. */
export const slopesOf = (of: Decider, library: Library, { id, score }: Constraint): Matrix | Float64Array =>
  byCall(of, library).get(id) ?? score;

/**
 * Penalty of all constraints except `axis` on the choices: that of every call, where another constraint with a λ is known by call,
 * else that of the experts. Experts that were not measured take no part.
 */
export const othersByCall = remembered({
  keep: 8,
  key: (of: Decider, axis: string, policy: Policy) => `${of}|${axis}|${policyKey(policy, axis)}`,
  compute(library, of, axis, policy): Matrix | Float64Array {
    const charged = byCall(of, library).size > 0 ? chargedByCall(library, axis, policy) : null;
    return charged ? withCalls(charged, byCall(of, library)) : othersPenalty(library, axis, policy);
  },
});

/** Penalty of all constraints on the choices for the benchmark's prompts: by call, or by expert. */
export const penaltyByCall = remembered({
  keep: 4,
  key: (of: Decider, policy: Policy) => `${of}|${policyKey(policy)}`,
  compute(library, of, policy): Matrix | Float64Array {
    const known = byCall(of, library);
    const lambdas = callLambdas(library, null, policy);
    if (known.size === 0 || lambdas.length === 0) return totalPenalty(library, policy);
    return withCalls({ lambdas, rest: penaltyWithout(library, withoutCalls(policy, lambdas), null) }, known);
  },
});

const withCalls = ({ lambdas, rest }: ChargedByCall, scores: ReadonlyMap<string, Matrix>): Matrix =>
  callPenalties(
    rest,
    lambdas.map(({ id, lambda }) => ({ scores: scores.get(id)!, lambda })),
  );

/** The constraints besides the axis that are charged by the call, with their λ. */
const callLambdas = (library: Library, axis: string | null, { lambdas }: Policy): { id: string; lambda: number }[] =>
  [...measuredByCall(library).keys()].flatMap((id) => {
    const lambda = lambdas[id] ?? 0;
    return id !== axis && lambda > 0 ? [{ id, lambda }] : [];
  });

/** The same policy without the λ of these constraints. */
const withoutCalls = (policy: Policy, without: readonly { id: string }[]): Policy => ({
  ...policy,
  lambdas: { ...policy.lambdas, ...Object.fromEntries(without.map(({ id }) => [id, 0])) },
});

/** The other constraints with values by call, and the penalty of those without. */
interface ChargedByCall {
  lambdas: { id: string; lambda: number }[];
  rest: Float64Array;
}

/** What is paid by the call beside the axis; null if nothing. The same object while no λ beside that of the axis moves. */
export const chargedByCall = remembered({
  keep: 4,
  key: (axis: string, policy: Policy) => `${axis}|${policyKey(policy, axis)}`,
  compute(library, axis, policy): ChargedByCall | null {
    const lambdas = callLambdas(library, axis, policy);
    if (lambdas.length === 0) return null;
    return { lambdas, rest: measuredOnly(library, penaltyWithout(library, withoutCalls(policy, lambdas), axis)) };
  },
});
