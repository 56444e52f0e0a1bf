import { expect, test } from "vitest";
import { cellText, strengths } from "./heatCell.ts";

test("the best of a row is 1 and the worst 0, whichever way is better", () => {
  expect(strengths([2, 4, 3], "loss")).toEqual([1, 0, 0.5]);
  expect(strengths([0.2, 0.4, 0.3], "accuracy").map((one) => Math.round(10 * one))).toEqual([0, 10, 5]);
  expect(strengths([0, 2, 1], "loss difference")).toEqual([1, 0, 0.5]);
  expect(strengths([-0.2, 0], "accuracy difference")).toEqual([0, 1]);
  expect(strengths([0.25, 0.75], "share")).toEqual([0.25, 0.75]);
  expect(strengths([3, Number.NaN], "loss")).toEqual([1, Number.NaN]);
});

test("cells show differences with their sign, and leave unknown values blank", () => {
  expect(cellText(0.346, "loss difference")).toBe("+0.35");
  expect(cellText(-0.0123, "accuracy difference")).toBe("−1.2");
  expect(cellText(0, "loss difference")).toBe("best");
  expect(cellText(0.004, "share")).toBe("");
  expect(cellText(0.346, "accuracy")).toBe("35%");
  expect(cellText(Number.NaN, "loss")).toBe("N/A");
});
