import { expect, test } from "vitest";
import { placeTip } from "./placeTip.ts";

const view = { width: 400, height: 300 };
const size = { width: 200, height: 50 };

test("a tip is below its element, above it at the bottom of the window, and always inside the window", () => {
  expect(placeTip({ left: 20, top: 40, width: 60, height: 20 }, size, view)).toEqual({ left: 20, top: 66 });
  expect(placeTip({ left: 20, top: 260, width: 60, height: 20 }, size, view)).toEqual({ left: 20, top: 204 });
  expect(placeTip({ left: 380, top: 40, width: 10, height: 20 }, size, view).left).toBe(194);
  expect(placeTip({ left: -50, top: 40, width: 10, height: 20 }, size, view).left).toBe(6);
  // If neither side has room, the part below can be scrolled to.
  expect(placeTip({ left: 0, top: 20, width: 9, height: 260 }, size, view).top).toBe(286);
});
