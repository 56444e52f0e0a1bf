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

export interface PlacedLabel extends Label {
  /** Its anchor and its baseline. */
  at: Point;
  anchor: "start" | "middle" | "end";
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/**
 * Places names beside their dots: below, above, right or left, where they meet no other name or dot and the fewest points of curves.
 * A name without such a place is left out; the dot's card has it.
 * @param taken where other texts stand
 * @param dots middles of all dots
 * @param curves points along curves, which a name may cross only where there is no better place
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
  const placed: PlacedLabel[] = [];
  for (const label of labels) {
    const free = places(label)
      .map((place) => ({ ...place, box: boxOf(place, type) }))
      .filter(
        ({ box }) =>
          box.left >= area.left - 8 &&
          box.right <= area.width - 2 &&
          box.top >= 0 &&
          box.bottom <= area.height - area.bottom &&
          !boxes.some((other) => meets(box, other)) &&
          !dots.some(([x, y]) => meets(box, { left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT })),
      )
      .map((place) => ({ ...place, crossed: curves.filter((point) => holds(place.box, point)).length }));
    if (free.length === 0) continue;
    // The first among equals.
    const { box, crossed: _, ...best } = free.reduce((a, b) => (b.crossed < a.crossed ? b : a));
    boxes.push(box);
    placed.push(best);
  }
  return placed;
}

const places = (label: Label): PlacedLabel[] => [
  { ...label, at: [label.x, label.y + BELOW], anchor: "middle" },
  { ...label, at: [label.x, label.y + ABOVE], anchor: "middle" },
  { ...label, at: [label.x + BESIDE, label.y + 4], anchor: "start" },
  { ...label, at: [label.x - BESIDE, label.y + 4], anchor: "end" },
  { ...label, at: [label.x + DOT, label.y + BELOW], anchor: "end" },
  { ...label, at: [label.x - DOT, label.y + ABOVE], anchor: "start" },
];

function boxOf({ text, at: [x, y], anchor }: PlacedLabel, type: number): Box {
  const width = LETTER * type * text.length;
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - RISE * type, bottom: y + FALL * type };
}

const meets = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const holds = ({ left, right, top, bottom }: Box, [x, y]: Point): boolean =>
  x > left && x < right && y > top && y < bottom;
