import type { Policy } from "../../state/policy.ts";

/**
 * A key that is equal for two policies with the same decisions: λ of every constraint and the bounds.
 * @param without a constraint whose λ does not matter, because a curve covers all of its values
 */
export function policyKey({ lambdas, bounds }: Policy, without: string | null = null): string {
  const weights = Object.entries(lambdas).filter(([id, lambda]) => lambda > 0 && id !== without);
  return JSON.stringify([weights, bounds]);
}
