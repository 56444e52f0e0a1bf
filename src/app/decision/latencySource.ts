import type { Constraint } from "../../library/load.ts";

/** Whose milliseconds the latency constraint holds, as a part of a sentence. */
export function latencySource({ here }: Pick<Constraint, "here">): string {
  if (!here) return "the recipe's figures; running an expert measures it in this browser";
  const measured = here.experts.filter(Boolean).length;
  const all = here.experts.length;
  if (measured === all) return `all ${all} experts measured in this browser`;
  const others = Number.isNaN(here.factor) ? "unknown" : `at the recipe's figures × ${here.factor.toPrecision(2)}`;
  return `${measured} of ${all} experts measured in this browser, the others ${others}`;
}
