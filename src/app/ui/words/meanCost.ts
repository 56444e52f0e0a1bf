import { STRONG_CALLS } from "../../../library/evaluationTable/strongCalls.ts";
import type { ConstraintInfo } from "../../../library/manifest/manifest.ts";
import { formatRaw } from "./format.ts";

type Named = Pick<ConstraintInfo, "id" | "label" | "unit">;

/** What stands before and after the mean of a constraint in a sentence: "a mean size of 3.4 M", "99.7% strong calls". */
export function aroundMean({ id, label }: Named): { before: string; after: string } {
  return id === STRONG_CALLS
    ? { before: "", after: ` ${label.toLowerCase()}` }
    : { before: `a mean ${label.toLowerCase()} of `, after: "" };
}

/** The mean of a constraint in a sentence. */
export function meanCost(constraint: Named, value: number): string {
  const { before, after } = aroundMean(constraint);
  return before + formatRaw(value, constraint.unit) + after;
}
