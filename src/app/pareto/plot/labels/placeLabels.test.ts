import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels } from "./placeLabels.ts";

const area = { width: 470, height: 400, left: 52, right: 14, top: 12, bottom: 40 };

test("a name stands below its dot, or above it where a curve runs below", () => {
  const label = { text: "General", x: 200, y: 200 };
  const [below] = placeLabels([label], area, [], [[200, 200]], []);
  expect(below).toMatchObject({ anchor: "middle", at: [200, 217] });
  const [above] = placeLabels([label], area, [], [[200, 200]], [[200, 214]]);
  expect(above!.at[1]).toBeLessThan(200);
});

test("names never lie on each other, on a dot or outside the plot, wherever the dots are", () => {
  const dot = fc.record({
    x: fc.double({ min: 52, max: 456, noNaN: true }),
    y: fc.double({ min: 12, max: 360, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(dot, { maxLength: 12 }), (dots) => {
      const labels = dots.map(({ x, y }, k) => ({ text: `Expert number ${k}`, x, y }));
      const placed = placeLabels(
        labels,
        area,
        [],
        dots.map(({ x, y }) => [x, y] as const),
        [],
      );
      const boxes = placed.map(({ text, at: [x, y], anchor }) => {
        const width = 0.55 * 11 * text.length;
        const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
        return { left, right: left + width, top: y - 9.8, bottom: y + 2.9 };
      });
      for (const [k, box] of boxes.entries()) {
        expect(box.left).toBeGreaterThanOrEqual(44);
        expect(box.right).toBeLessThanOrEqual(area.width);
        for (const other of boxes.slice(k + 1)) {
          const apart =
            box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
          expect(apart).toBe(true);
        }
      }
    }),
  );
});
