import { scaleLinear } from "d3-scale";
import { expect, test } from "vitest";
import { placeOutliers } from "./outliers.ts";

const area = { width: 400, height: 300, left: 50, right: 10, top: 10, bottom: 40 };
const x = scaleLinear([0, 10], [390, 50]);
// Less is better: 3 above, 5 at the lower edge.
const y = scaleLinear([5, 3], [260, 10]);
const at = (px: number, value: number) => ({ x: px, y: value, onFront: false, dominators: [] });

test("what lies beyond the axis stands at the edge, side by side, and is told with its range; the rest stays where it is", () => {
  const { marks, labels } = placeOutliers([at(2, 4), at(2, 6), at(2, 9), at(8, 7), at(Number.NaN, 9)], x, y, area);
  expect(marks[0]).toBeNull();
  expect(marks[4]).toBeNull();
  expect(marks[1]!.x).toBeLessThan(marks[2]!.x);
  expect(marks[1]!.y).toBe(marks[2]!.y);
  expect(labels).toEqual([
    expect.objectContaining({ count: 1, low: 7, high: 7 }),
    expect.objectContaining({ count: 2, low: 6, high: 9 }),
  ]);
});

test("however many there are, all of them stand inside the plot", () => {
  const { marks } = placeOutliers(
    Array.from({ length: 20 }, (_, k) => at(0.1, 6 + k)),
    x,
    y,
    area,
  );
  for (const mark of marks) {
    expect(mark!.x).toBeGreaterThan(area.left);
    expect(mark!.x).toBeLessThan(area.width - area.right);
  }
});
