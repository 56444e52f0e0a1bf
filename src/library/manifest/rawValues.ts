import type { Scale } from "../../core/objective/scaling.ts";

/** Whether a raw value fits its constraint's scale: any finite number, on a logarithmic scale any number above 0. */
export function hasPlace(raw: number, scale: Scale): boolean {
  return Number.isFinite(raw) && (scale === "linear" || raw > 0);
}

/** Explains what is wrong with a raw value that does not fit a logarithmic scale, and what to do. */
export function aboutLogarithm(constraint: string, expert: string, raw: number): string {
  return `is ${raw}, but “${constraint}” is scaled logarithmically, so the value of “${expert}” must be above 0. Correct it, write null if it is unknown, or set the scale to “linear”.`;
}
