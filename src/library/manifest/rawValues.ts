import type { Scale } from "../../core/objective/scaling.ts";

/** Whether a raw value of a constraint can stand on its scale: any finite number, on a logarithmic one any above 0. */
export function hasPlace(raw: number, scale: Scale): boolean {
  return Number.isFinite(raw) && (scale === "linear" || raw > 0);
}

/** What is wrong with a raw value that a logarithmic constraint can't take, and what to do. */
export function aboutLogarithm(constraint: string, expert: string, raw: number): string {
  return `is ${raw}, but “${constraint}” is scaled logarithmically, so the value of “${expert}” must be above 0. Correct it, write null if it is unknown, or set the scale to “linear”.`;
}
