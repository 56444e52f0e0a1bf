/** A policy's cost on the front's axis: the value of each call if the library has it, else that of the expert. */
import { contentKey } from "../../core/contentKey.ts";
import type { Matrix } from "../../core/matrix.ts";
import { callPenalties, callScores } from "../../core/objective/callPenalties.ts";
import type { Constraint, Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import { remembered, rememberedOnce } from "../analysis.ts";
import { othersPenalty } from "../choices/penalties.ts";
import { policyKey } from "../policy/policyKey.ts";

/** Raw values by call, or by expert. */
export const chargeOf = ({ calls, raw }: Constraint): Matrix | Float64Array => calls ?? raw;

/** C of every call, by constraint: the oracle knows everything, so it uses the values of the calls themselves. */
const scoresByCall = rememberedOnce(({ constraints }: Library): ReadonlyMap<string, Matrix> => {
  const found = new Map<string, Matrix>();
  for (const { id, raw, score, calls, scale } of constraints) {
    if (calls && scale === "linear") found.set(id, callScores(calls, raw, score));
  }
  return found;
});

/** The basis of the oracle's choices over λ: C by call, or by expert. */
export const oracleSlopes = (library: Library, { id, score }: Constraint): Matrix | Float64Array =>
  scoresByCall(library).get(id) ?? score;

/**
 * Penalty of all constraints except `axis` on the oracle's choices: that of every call, where another constraint with a λ has
 * values by call, else that of the experts.
 */
export const oraclePenalty = remembered({
  keep: 4,
  key: (axis: string, policy: Policy) => `${axis}|${policyKey(policy, axis)}`,
  compute(library, axis, policy): Matrix | Float64Array {
    const charged = chargedByCall(library, axis, policy);
    if (!charged) return othersPenalty(library, axis, policy);
    const parts = charged.lambdas.map(({ id, lambda }) => ({ scores: scoresByCall(library).get(id)!, lambda }));
    return callPenalties(charged.rest, parts);
  },
});

/** The other constraints that are charged by the call, with their λ. */
const callLambdas = (library: Library, axis: string, { lambdas }: Policy): { id: string; lambda: number }[] =>
  [...scoresByCall(library).keys()].flatMap((id) => {
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

/** What the oracle pays by the call beside the axis; null if nothing. The same object while no λ beside that of the axis moves. */
export const chargedByCall = remembered({
  keep: 4,
  key: (axis: string, policy: Policy) => `${axis}|${policyKey(policy, axis)}`,
  compute(library, axis, policy): ChargedByCall | null {
    const lambdas = callLambdas(library, axis, policy);
    return lambdas.length > 0 ? { lambdas, rest: othersPenalty(library, axis, withoutCalls(policy, lambdas)) } : null;
  },
});

/** Mean raw value of every expert over these prompts; NaN where unknown. Without values by call it is the expert's own. */
export const rawOver = remembered({
  keep: 8,
  key: (axis: string, rows: Int32Array) => `${axis}|${contentKey(rows)}`,
  compute(library, axis, rows): Float64Array {
    const { calls, raw } = library.constraints.find(({ id }) => id === axis)!;
    if (!calls) return raw;
    return raw.map((value, k) => {
      if (!Number.isFinite(value)) return Number.NaN;
      let sum = 0;
      let count = 0;
      for (const row of rows) {
        const cost = calls.data[row * calls.columns + k]!;
        if (!Number.isFinite(cost)) continue;
        sum += cost;
        count++;
      }
      return count > 0 ? sum / count : Number.NaN;
    });
  },
});

/** Cost of an expert's call on a prompt; NaN when unknown. */
export const chargeAt = ({ calls, raw }: Constraint, row: number, expert: number): number =>
  (calls ? calls.data[row * calls.columns + expert] : raw[expert]) ?? Number.NaN;
