import fc from "fast-check";
import { expect, test } from "vitest";
import type { Point } from "../nearestPoint.ts";
import { edgeSpot } from "./hullSpot.ts";
import { nowSpot } from "./nowSpot.ts";
import { type Box, boxOf, placeText } from "./placeLabels.ts";

const area = { width: 470, height: 400, left: 52, right: 14, top: 12, bottom: 40 };
const meets = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

test("a text takes the first free spot, and none where nothing is free", () => {
  const spots = [60, 200, 300].map((x) => ({ at: [x, 100] as const, anchor: "start" as const }));
  const obstacles = { taken: [boxOf("before", spots[0]!)], dots: [[210, 97]] as Point[], curves: [] };
  expect(placeText("5.66", spots, area, obstacles)?.at).toEqual([300, 100]);
  expect(placeText("5.66", spots.slice(0, 2), area, obstacles)).toBeNull();
});

test("the text about the current λ never lies on the handle, wherever that is", () => {
  const text = "λ = 0.20: 3.31, 3.11 M";
  fc.assert(
    fc.property(
      fc.double({ min: 52, max: 456, noNaN: true }),
      fc.double({ min: 12, max: 300, noNaN: true }),
      (x, y) => {
        const box = boxOf(text, nowSpot(text, [x, y], area, { boxes: [], dots: [] }, 11));
        expect(meets(box, { left: x - 12, right: x + 12, top: y - 12, bottom: y + 12 })).toBe(false);
      },
    ),
  );
});

test("the hull's text keeps away from dots along its edge, or is left out", () => {
  const edge: Point[] = [
    [60, 100],
    [400, 200],
  ];
  expect(edgeSpot(edge, [], [], 11)?.share).toBe(0.6);
  expect(edgeSpot(edge, [[264, 150]], [], 11)?.share).not.toBe(0.6);
  const everywhere = Array.from({ length: 40 }, (_, k): Point => [60 + 9 * k, 90 + 2.6 * k]);
  expect(edgeSpot(edge, everywhere, [], 11)).toBeNull();
});
