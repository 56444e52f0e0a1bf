import { scaleLinear } from "d3-scale";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Band } from "../../../../workers/statistics/protocol.ts";
import { bandPath } from "../bandPath.ts";
import type { FrontLayout } from "../frontLayout.ts";
import type { Point } from "../nearestPoint.ts";
import { clearOfHandle } from "./frontLabels.ts";
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

test("a name moves out of the way of the handle, and back", () => {
  const layout = { area, steps: () => [] } as unknown as FrontLayout;
  const dot = { text: "mixtral-8x7b", x: 200, y: 100 };
  const name = { ...dot, at: [200, 117] as const, anchor: "middle" as const };
  const labels = {
    names: [name],
    outliers: [],
    hull: null,
    boxes: [boxOf(name.text, name)],
    dots: [[200, 100]] as Point[],
  };
  expect(clearOfHandle(labels, [400, 300], layout, 11)).toBe(labels);
  const { names, boxes } = clearOfHandle(labels, [205, 114], layout, 11);
  expect(names.map(({ text }) => text)).toEqual(["mixtral-8x7b"]);
  expect(names[0]!.at).not.toEqual(name.at);
  expect(meets(boxes[0]!, { left: 190, right: 220, top: 99, bottom: 129 })).toBe(false);
});

test("the band of the interval ends at the axes", () => {
  const [x, y] = [scaleLinear([0, 1], [52, 456]), scaleLinear([0.5, 0.9], [360, 12])];
  const band = { x: [-0.1, 0.5, 1], low: [0.4, 0.6, 0.7], high: [0.6, 0.8, 1.2] } as unknown as Band;
  expect(bandPath(band, x, y)).toBe("M52,273L254,99L456,12L456,186L254,273L52,360Z");
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
