import type { Policy } from "../../state/policy.ts";

/**
 * A text that is the same for two policies that decide alike: λ of every constraint and the bounds.
 * @param without a constraint whose λ does not matter: a curve runs over all of its values
 */
export function policyKey({ lambdas, bounds }: Policy, without: string | null = null): string {
  const weights = Object.entries(lambdas).filter(([id, lambda]) => lambda > 0 && id !== without);
  return JSON.stringify([weights, bounds]);
}
