import { expect, test } from "vitest";
import { linear, seenBy, VISION } from "../../color/vision.ts";
import { lossColor } from "./lossScale.ts";

const STEPS = 40;
const colors = Array.from({ length: STEPS + 1 }, (_, i) => lossColor(i / STEPS));
/** The panels' backgrounds, light and dark. */
const BACKGROUNDS = ["#ffffff", "#182028"];

test.each(Object.keys(VISION))("a larger loss is darker under %s vision", (kind) => {
  const seen = colors.map((color) => seenBy(kind, color));
  for (let i = 1; i <= STEPS; i++) expect(seen[i]![0]).toBeLessThan(seen[i - 1]![0]!);
  // A tenth of the scale is a visible step: 0.02 is about the smallest noticeable difference side by side.
  for (let i = 4; i <= STEPS; i++) {
    expect(Math.hypot(...seen[i]!.map((channel, k) => channel - seen[i - 4]![k]!))).toBeGreaterThan(0.02);
  }
});

test("every colour of the scale stands out from both panels", () => {
  const luminance = (color: string) =>
    linear(color).reduce((sum, channel, i) => sum + channel * [0.2126, 0.7152, 0.0722][i]!, 0);
  for (const color of colors) {
    for (const background of BACKGROUNDS) {
      const [low, high] = [luminance(color), luminance(background)].sort((a, b) => a - b);
      expect((high! + 0.05) / (low! + 0.05)).toBeGreaterThan(1.8);
    }
  }
});

test("values beyond the ends get the end colours", () => {
  expect(lossColor(-1)).toBe(lossColor(0));
  expect(lossColor(2)).toBe(lossColor(1));
});
