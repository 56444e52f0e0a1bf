import fc from "fast-check";
import { expect, test } from "vitest";
import { type Camera, type Frame, frameOf, MAX_ZOOM, panBy, zoomAt } from "./camera.ts";

const range = fc
  .tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.double({ min: 0.5, max: 80, noNaN: true }))
  .map(([low, length]) => [low, low + length] as const);
const wholes: fc.Arbitrary<Frame> = fc.record({ x: range, y: range });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const factor = fc.double({ min: 0.2, max: 5, noNaN: true });
const at = ([low, high]: readonly [number, number], t: number) => low + t * (high - low);
const shareOf = ([low, high]: readonly [number, number], value: number) => (value - low) / (high - low);

/** Any camera that the app can reach: by zooming at one point after another. */
const cameras = fc.tuple(wholes, fc.array(fc.tuple(share, share, factor), { maxLength: 6 })).map(([whole, steps]) => {
  let camera: Camera | null = null;
  for (const [tx, ty, by] of steps) {
    const frame = frameOf(whole, camera);
    camera = zoomAt(whole, camera, { x: at(frame.x, tx), y: at(frame.y, ty) }, by);
  }
  return { whole, camera };
});

test("the view is always inside the map and never larger than it", () => {
  fc.assert(
    fc.property(cameras, ({ whole, camera }) => {
      const frame = frameOf(whole, camera);
      for (const axis of ["x", "y"] as const) {
        const slack = 1e-9 * (1 + Math.abs(whole[axis][0]) + Math.abs(whole[axis][1]));
        expect(frame[axis][0]).toBeGreaterThanOrEqual(whole[axis][0] - slack);
        expect(frame[axis][1]).toBeLessThanOrEqual(whole[axis][1] + slack);
      }
      if (camera) expect(camera.zoom).toBeLessThanOrEqual(MAX_ZOOM);
    }),
  );
});

test("zooming in leaves the point under the pointer where it is", () => {
  fc.assert(
    fc.property(cameras, share, share, fc.double({ min: 1, max: 5, noNaN: true }), ({ whole, camera }, tx, ty, by) => {
      const before = frameOf(whole, camera);
      const point = { x: at(before.x, tx), y: at(before.y, ty) };
      const after = frameOf(whole, zoomAt(whole, camera, point, by));
      expect(shareOf(after.x, point.x)).toBeCloseTo(tx, 6);
      expect(shareOf(after.y, point.y)).toBeCloseTo(ty, 6);
    }),
  );
});

test("zooming out far enough shows the whole map again", () => {
  fc.assert(
    fc.property(cameras, share, share, ({ whole, camera }, tx, ty) => {
      const point = { x: at(whole.x, tx), y: at(whole.y, ty) };
      expect(zoomAt(whole, camera, point, 1 / MAX_ZOOM)).toBeNull();
    }),
  );
});

test("panning moves the view by a share of itself, within the map", () => {
  const whole: Frame = { x: [0, 100], y: [0, 10] };
  const camera = { x: 50, y: 5, zoom: 4 };
  expect(panBy(whole, camera, 0.5, 1)).toEqual({ x: 62.5, y: 7.5, zoom: 4 });
  expect(panBy(whole, camera, -40, 40)).toEqual({ x: 12.5, y: 8.75, zoom: 4 });
  expect(panBy(whole, null, 0.5, 0.5)).toBeNull();
});
