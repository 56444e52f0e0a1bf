import { interpolateRgb } from "d3-interpolate";
import { regrets } from "../../../analysis/choices/choices.ts";
import type { Library } from "../../../library/load.ts";
import { hasSeveralDomains } from "../../../library/manifest/manifestFacts.ts";
import type { MapView } from "../../../state/view/mapView.ts";
import { domainColors, expertColors, isAdded } from "../../color/palette.ts";
import { lossScale, UNKNOWN_COLOR } from "./lossScale.ts";

/** Points with the same colour, so that the canvas changes its fill style once per group. */
export interface ColorGroup {
  color: string;
  rows: number[];
  /** Whether they belong to an expert that the user added: then each is drawn as a plus. */
  added: boolean;
}

/** Regret steps, nats per token; below the first the choice counts as the best. */
export const REGRET_STEPS = [0.01, 0.05, 0.15, 0.4] as const;
export const REGRET_COLORS = ["#9fb4c7", ...[0.2, 0.45, 0.7, 1].map(interpolateRgb("#e3b7a0", "#b3261e"))];

/** The expert whose predicted loss colours the map, as its index in the manifest. */
export function expertOfColor(library: Library, lossOf: string | null): number {
  return Math.max(0, library.expertIds.indexOf(lossOf ?? ""));
}

/** The colouring that is shown: where all prompts are of one domain, colours tell nothing about it, so they tell the choices. */
export function coloringOf({ manifest }: Library, coloring: MapView["color"]): MapView["color"] {
  return coloring === "domain" && !hasSeveralDomains(manifest) ? "expert" : coloring;
}

/**
 * Groups the visible prompts by their colour in the current colouring.
 * @param choices the router's chosen expert by benchmark row; null for a colouring that does not depend on it
 * @param dark whether they are drawn in the dark theme
 */
export function groupByColor(
  library: Library,
  { color: coloring, lossOf, hidden }: Pick<MapView, "color" | "lossOf" | "hidden">,
  choices: Int32Array | null,
  dark: boolean,
): ColorGroup[] {
  const { domain, rows: count } = library.benchmark;
  const colorOf = colorizer(library, coloring, lossOf, choices ?? NO_CHOICES, dark);
  const switchedOff = new Set(hidden);
  const added = (row: number) => coloring === "expert" && isAdded(library, choices?.[row] ?? -1);
  const groups = new Map<string, ColorGroup>();
  for (let row = 0; row < count; row++) {
    if (switchedOff.has(domain[row]!)) continue;
    const color = colorOf(row) ?? UNKNOWN_COLOR;
    const group = groups.get(color);
    if (group) group.rows.push(row);
    else groups.set(color, { color, rows: [row], added: added(row) });
  }
  return [...groups.values()];
}

const NO_CHOICES = new Int32Array(0);

function colorizer(
  library: Library,
  coloring: MapView["color"],
  lossOf: string | null,
  choices: Int32Array,
  dark: boolean,
): (row: number) => string | undefined {
  const { domain, predicted } = library.benchmark;
  if (coloring === "domain") {
    const colors = domainColors(library.manifest, dark);
    return (row) => colors.get(domain[row]!);
  }
  if (coloring === "expert") {
    const colors = expertColors(library, dark);
    return (row) => colors[choices[row]!];
  }
  if (coloring === "regret") {
    const regretByRow = regrets(library, choices);
    return (row) => regretColor(regretByRow[row] ?? Number.NaN);
  }
  const expert = expertOfColor(library, lossOf);
  const scale = lossScale(library, expert);
  return (row) => scale.color(predicted.data[row * predicted.columns + expert]!);
}

function regretColor(regret: number): string | undefined {
  return Number.isNaN(regret) ? undefined : REGRET_COLORS[REGRET_STEPS.filter((step) => regret >= step).length];
}
