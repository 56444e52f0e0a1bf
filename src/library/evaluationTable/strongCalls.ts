import { scaledConstraint } from "../manifest/constraints.ts";
import type { ConstraintInfo } from "../manifest/manifest.ts";
import { columnMeans, completeRows } from "./evaluationTable.ts";

export const STRONG_CALLS = "strong-calls";

/**
 * The constraint of two models without costs: the share of prompts sent to the stronger one.
 * @param scores prompts × 2; @param ids of the models, and `models` their names
 */
export function strongCalls(
  scores: Float64Array,
  ids: readonly string[],
  models: readonly string[],
  measured: string,
): ConstraintInfo {
  const [first = 0, second = 0] = columnMeans(completeRows(scores, 2), 2);
  const strong = first > second ? 0 : 1;
  const info = {
    id: STRONG_CALLS,
    label: "Strong calls",
    unit: "of the prompts",
    scale: "linear" as const,
    description: `Share of the prompts that ${models[strong]}, the stronger of the two models, answers.`,
    measured,
  };
  return scaledConstraint(info, new Map(ids.map((id, k) => [id, Number(k === strong)])));
}
