import { line } from "d3-shape";
import type { Point } from "./nearestPoint.ts";
import type { Scale } from "./scales.ts";

/** Points per edge: on a logarithmic axis a mix of two experts is not a straight line. */
const SAMPLES = 24;
/** An edge shorter than this, in pixels, has no room for its label. */
const ROOM = 130;

/**
 * SVG paths of the hull through the given corners: the whole hull, and its longest edge from left to right, along which its label
 * is written, with that edge's points in pixels; null if there is no room.
 */
export function hullPaths(
  corners: readonly { x: number; y: number }[],
  x: Scale,
  y: Scale,
): { all: string; longest: string | null; edge: readonly Point[] | null } {
  const edges: Point[][] = corners.slice(1).map((to, k) => {
    const from = corners[k]!;
    return Array.from({ length: SAMPLES + 1 }, (_, s): Point => {
      const share = s / SAMPLES;
      return [x(from.x + share * (to.x - from.x)), y(from.y + share * (to.y - from.y))];
    });
  });
  const draw = line<Point>(
    ([px]) => px,
    ([, py]) => py,
  );
  const longest = edges.reduce<Point[] | null>((best, edge) => (best && span(best) >= span(edge) ? best : edge), null);
  const leftToRight = longest && (longest[0]![0] > longest.at(-1)![0] ? [...longest].reverse() : longest);
  const edge = leftToRight && span(leftToRight) >= ROOM ? leftToRight : null;
  return { all: edges.map((points) => draw(points) ?? "").join(""), longest: edge && draw(edge), edge };
}

function span(edge: readonly Point[]): number {
  const [from, to] = [edge[0]!, edge.at(-1)!];
  return Math.hypot(to[0] - from[0], to[1] - from[1]);
}
