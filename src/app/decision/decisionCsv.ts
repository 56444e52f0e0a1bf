import { totalPenalty } from "../../analysis/choices/penalties.ts";
import { scoreOrWorst } from "../../core/objective/objective.ts";
import type { Library } from "../../library/load.ts";
import type { Policy } from "../../state/policy.ts";
import type { Prediction } from "../../state/store.ts";
import { single, toCsv } from "../export/csv.ts";

/** The data of the stacked bars, best expert first: L̂, every λC and their sum, nats per token; no sum for an excluded expert. */
export function decisionCsv(
  library: Library,
  { losses }: Prediction,
  policy: Policy,
  order: readonly number[],
): string {
  const { lambdas } = policy;
  const { expertIds, constraints } = library;
  const penalty = totalPenalty(library, policy);
  const active = constraints.filter(({ id }) => (lambdas[id] ?? 0) > 0);
  return toCsv(
    ["expert", "predicted loss", ...active.map(({ id }) => `${id} λC`), "objective"],
    order.map((i) => [
      expertIds[i]!,
      single(losses[i]!),
      ...active.map(({ id, score }) => lambdas[id]! * scoreOrWorst(score[i]!)),
      losses[i]! + penalty[i]!,
    ]),
  );
}
