import { interpolateRgb } from "d3-interpolate";
import type { Library } from "../../library/load.ts";
import type { MapColor } from "../../state/store.ts";
import { domainColors, expertColors } from "../shared/palette.ts";

/** Points of one colour, so that the canvas changes its fill style once a group. */
export interface ColorGroup {
  color: string;
  rows: number[];
}

/** Regret steps, nats a token; below the first the choice is as good as the best. */
export const REGRET_STEPS = [0.01, 0.05, 0.15, 0.4] as const;
export const REGRET_COLORS = ["#9fb4c7", ...[0.2, 0.45, 0.7, 1].map(interpolateRgb("#e3b7a0", "#b3261e"))];

/** Groups the visible prompts by the colour that the chosen colouring gives them. */
export function groupByColor(
  library: Library,
  coloring: MapColor,
  choices: Int32Array,
  regrets: Float32Array,
  hiddenDomains: readonly string[],
): ColorGroup[] {
  const { domain } = library.benchmark;
  const domains = domainColors(library.manifest);
  const experts = expertColors(library.manifest);
  const hidden = new Set(hiddenDomains);
  const groups = new Map<string, number[]>();
  for (let row = 0; row < library.benchmark.rows; row++) {
    if (hidden.has(domain[row]!)) continue;
    const color =
      coloring === "domain"
        ? (domains.get(domain[row]!) ?? "#888888")
        : coloring === "expert"
          ? (experts[choices[row]!] ?? "#888888")
          : REGRET_COLORS[REGRET_STEPS.filter((step) => regrets[row]! >= step).length]!;
    const rows = groups.get(color);
    if (rows) rows.push(row);
    else groups.set(color, [row]);
  }
  return [...groups].map(([color, rows]) => ({ color, rows }));
}
