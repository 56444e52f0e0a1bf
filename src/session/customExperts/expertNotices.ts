/** Notes about an expert that was added. */
import type { CustomExpert } from "../../library/customExperts/customExpert.ts";

/** @param kept whether the browser stores its files */
export const aboutKeeping = (kept: boolean): string[] =>
  kept
    ? []
    : ["It is not kept in this browser (private window, or no room left): it will be fetched again on the next visit."];

/** A card describes another model, or a part of this one. */
export function aboutParameters({ label, parameters }: CustomExpert, counted: number): string {
  const count = (value: number) => value.toLocaleString("en");
  return (
    `The card of ${label} says ${count(parameters!)} parameters, but its file holds ${count(counted)}: ` +
    "the file's count is used. You can change it under Attributes."
  );
}
