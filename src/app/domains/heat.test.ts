import { expect, test } from "vitest";
import { heat, luminance } from "./heat.ts";

test("text is readable on every shade: contrast at least 4.5 : 1", () => {
  for (let strength = 0; strength <= 1; strength += 1 / 256) {
    const { background, color } = heat(strength);
    const text = color === "#ffffff" ? 1 : 0;
    const [low, high] = [text, luminance(background)].sort((a, b) => a - b);
    expect((high! + 0.05) / (low! + 0.05)).toBeGreaterThanOrEqual(4.5);
  }
});

test("a better value is darker", () => {
  const shades = [0, 0.25, 0.5, 0.75, 1].map((strength) => luminance(heat(strength).background));
  expect([...shades].sort((a, b) => b - a)).toEqual(shades);
  expect(heat(2)).toEqual(heat(1));
});
