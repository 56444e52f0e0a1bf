/** @file Shapes of the front's marks, and where their names stand. */
import type { Baseline } from "../../../analysis/front/baselines.ts";
import type { PlotArea } from "./scales.ts";

/** About half of a name's width in pixels. */
const HALF_LABEL = 48;

/** Where to anchor a name under a dot at `at`: in its middle, or at the edge of the plot if it would be cut off. */
export function labelPlace(at: number, area: PlotArea): { x: number; textAnchor: "middle" | "end" } {
  return at + HALF_LABEL > area.width ? { x: area.width - 2, textAnchor: "end" } : { x: at, textAnchor: "middle" };
}

/** A plus, as on the map and in the lists of added experts. */
export const ADDED_SHAPE = "M-2.5-7H2.5V-2.5H7V2.5H2.5V7H-2.5V2.5H-7V-2.5H-2.5Z";

export const BASELINE_SHAPES: Record<Baseline["mark"], string> = {
  single: "M0-8 8 0 0 8-8 0Z",
  random: "M-5-5 5 5M-5 5 5-5",
  domain: "M-6-6H6V6H-6Z",
  part: "M0-7 7 6H-7Z",
  router: "M-7-5H7L0 7Z",
};
