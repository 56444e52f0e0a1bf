import type { Point } from "../nearestPoint.ts";
import { type Box, boxOf } from "./placeLabels.ts";

/** What is written along the hull's longest edge. */
export const HULL_TEXT = "random router";

/** Shares of the edge's length at which the text may have its middle, the best first, and how far it stands above the edge. */
const SHARES = [0.6, 0.5, 0.4, 0.7, 0.3, 0.8, 0.2];
const ABOVE = 9;
/** Pixels between letters of the text and any dot or other text. */
const CLEAR = 9;
const LETTER = 0.555;

/**
 * Where along an edge its text meets no dot and no other text, and about which boxes its letters take there. Null if nowhere.
 * @param edge the edge from left to right, in pixels
 */
export function edgeSpot(
  edge: readonly Point[],
  dots: readonly Point[],
  taken: readonly Box[],
  type: number,
): { share: number; boxes: Box[] } | null {
  const along = [0];
  for (let k = 1; k < edge.length; k++) {
    const [[ax, ay], [bx, by]] = [edge[k - 1]!, edge[k]!];
    along.push(along[k - 1]! + Math.hypot(bx - ax, by - ay));
  }
  const length = along.at(-1)!;
  const width = LETTER * type * HULL_TEXT.length;
  for (const share of SHARES) {
    if (share * length < width / 2 || (1 - share) * length < width / 2) continue;
    const letters = [...HULL_TEXT].map((_, k) => {
      const distance = share * length + ((k + 0.5) / HULL_TEXT.length - 0.5) * width;
      return above(edge, along, distance);
    });
    const near = ([px, py]: Point) => letters.some(([x, y]) => Math.hypot(px - x, py - y) < CLEAR + type / 2);
    if (dots.some(near)) continue;
    const boxes = letters.map(([x, y]) => boxOf("m", { at: [x, y + type / 3], anchor: "middle" }, type));
    const meets = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    if (!boxes.some((box) => taken.some((other) => meets(box, other)))) return { share, boxes };
  }
  return null;
}

/** The point at a distance along the edge, moved above it. */
function above(edge: readonly Point[], along: readonly number[], distance: number): Point {
  const k = Math.min(
    edge.length - 1,
    Math.max(
      1,
      along.findIndex((d) => d >= distance),
    ),
  );
  const [[ax, ay], [bx, by]] = [edge[k - 1]!, edge[k]!];
  const step = along[k]! - along[k - 1]! || 1;
  const part = (distance - along[k - 1]!) / step;
  return [ax + part * (bx - ax) + (ABOVE * (by - ay)) / step, ay + part * (by - ay) - (ABOVE * (bx - ax)) / step];
}
