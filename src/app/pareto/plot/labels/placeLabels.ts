import type { Point } from "../nearestPoint.ts";
import type { PlotArea } from "../scales.ts";

/** In sizes of the type: about the width of a letter, and how far it rises above its line and falls below it. */
const LETTER = 0.555;
const RISE = 0.9;
const FALL = 0.27;
/** Pixels from a dot's middle to its name, and half the size of a dot. */
const BELOW = 17;
const ABOVE = -10;
const BESIDE = 10;
const DOT = 6;

export interface Label {
  text: string;
  /** The dot that it names, in pixels. */
  x: number;
  y: number;
}

export interface PlacedLabel extends Label, Spot {}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where a text may stand: its anchor and its baseline. */
export interface Spot {
  at: Point;
  anchor: "start" | "middle" | "end";
}

/** What texts of a plot must keep clear of. */
export interface Obstacles {
  /** Other texts. */
  taken: readonly Box[];
  /** Middles of all dots. */
  dots: readonly Point[];
  /** Points along curves, which a text may cross only where there is no better place. */
  curves: readonly Point[];
}

/**
 * Finds the first of the spots where a text is inside the plot, meets no other text or dot, and crosses the fewest points of curves.
 * Null where there is none.
 * @param type the size of the type in pixels
 */
export function placeText(
  text: string,
  spots: readonly Spot[],
  area: PlotArea,
  { taken, dots, curves }: Obstacles,
  type = 11,
): (Spot & { box: Box }) | null {
  let best: (Spot & { box: Box }) | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  // The first among equals: where a text crosses nothing, no further spot is looked at.
  for (const spot of spots) {
    if (fewest === 0) break;
    const box = boxOf(text, spot, type);
    if (!within(box, area) || taken.some((other) => meets(box, other)) || dots.some((dot) => touches(box, dot)))
      continue;
    const crossed = countIn(box, curves);
    if (crossed >= fewest) continue;
    best = { ...spot, box };
    fewest = crossed;
  }
  return best;
}

const within = ({ left, right, top, bottom }: Box, area: PlotArea): boolean =>
  left >= area.left - 8 && right <= area.width - 2 && top >= 0 && bottom <= area.height - area.bottom;

const touches = (box: Box, [x, y]: Point): boolean =>
  meets(box, { left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT });

function countIn({ left, right, top, bottom }: Box, points: readonly Point[]): number {
  let count = 0;
  for (const [x, y] of points) if (x > left && x < right && y > top && y < bottom) count++;
  return count;
}

/**
 * Places names beside their dots: below, above, right or left. A name without a free place is left out; the dot's card has it.
 * @param taken where other texts stand
 * @param dots middles of all dots
 * @param curves points along curves
 * @param type the size of the type in pixels
 */
export function placeLabels(
  labels: readonly Label[],
  area: PlotArea,
  taken: readonly Box[],
  dots: readonly Point[],
  curves: readonly Point[],
  type = 11,
): PlacedLabel[] {
  const boxes = [...taken];
  return labels.flatMap((label) => {
    const placed = placeText(label.text, places(label), area, { taken: boxes, dots, curves }, type);
    if (!placed) return [];
    boxes.push(placed.box);
    return [{ ...label, at: placed.at, anchor: placed.anchor }];
  });
}

const places = ({ x, y }: Label): Spot[] => [
  { at: [x, y + BELOW], anchor: "middle" },
  { at: [x, y + ABOVE], anchor: "middle" },
  { at: [x + BESIDE, y + 4], anchor: "start" },
  { at: [x - BESIDE, y + 4], anchor: "end" },
  { at: [x + DOT, y + BELOW], anchor: "end" },
  { at: [x - DOT, y + ABOVE], anchor: "start" },
];

/** About the box of a text. */
export function boxOf(text: string, { at: [x, y], anchor }: Spot, type = 11): Box {
  const width = LETTER * type * text.length;
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - RISE * type, bottom: y + FALL * type };
}

export const meets = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
