/** Notes about an expert that was added. */
import { withCommas } from "../../core/withCommas.ts";
import type { CustomExpert } from "../../library/customExperts/customExpert.ts";

/** @param kept whether the browser stores its files */
export const aboutKeeping = (kept: boolean): string[] =>
  kept
    ? []
    : ["It is not kept in this browser (private window, or no room left): it will be fetched again on the next visit."];

/** A card describes another model, or a part of this one. */
export function aboutParameters({ label, parameters }: CustomExpert, counted: number): string {
  return (
    `The card of ${label} says ${withCommas(parameters!)} parameters, but its file holds ${withCommas(counted)}: ` +
    "the file's count is used. You can change it under Attributes."
  );
}
