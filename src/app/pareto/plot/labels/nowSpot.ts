import type { Point } from "../nearestPoint.ts";
import type { PlotArea } from "../scales.ts";
import { placeText, type Spot } from "./placeLabels.ts";

/** Half the size of the handle of the current λ, with a little space, in pixels. */
export const HANDLE = 15;

/**
 * Where the text about the current λ stands: on its line to the left if it is clear of handle, names and dots there, else in the
 * corner that no curve reaches, or at the left below.
 */
export function nowSpot(
  text: string,
  [px, py]: Point,
  area: PlotArea,
  {
    boxes,
    dots,
  }: { boxes: readonly { left: number; right: number; top: number; bottom: number }[]; dots: readonly Point[] },
  type: number,
): Spot {
  const left = area.left + 4;
  const corner: Spot = { at: [area.width - area.right, area.top + type], anchor: "end" };
  const spots: Spot[] = [
    { at: [left, py - 5], anchor: "start" },
    { at: [left, py + type + 3], anchor: "start" },
    corner,
    { at: [px + HANDLE + 2, py - HANDLE], anchor: "start" },
    ...[0.25, 0.5, 0.75].map((share): Spot => {
      return { at: [left, area.height - area.bottom - share * (area.height - area.bottom - py)], anchor: "start" };
    }),
  ];
  const handle = { left: px - HANDLE, right: px + HANDLE, top: py - HANDLE, bottom: py + HANDLE };
  const obstacles = { taken: [...boxes, handle], dots, curves: [] };
  return placeText(text, spots, area, obstacles, type) ?? corner;
}
