import { expect, test } from "vitest";
import { CONSTRAINT_COLORS, DOMAIN_COLORS } from "./palette.ts";
import { seenBy, VISION } from "./vision.ts";

/** The predicted loss in the stacked bars, light theme (theme.css). */
const LOSS = "#6c8fb3";

/** Smallest OKLab distance between any two of the colours, as somebody with this vision sees them. */
function leastDistance(colors: readonly string[], kind: string): number {
  const seen = colors.map((hex) => seenBy(kind, hex));
  return Math.min(...seen.flatMap((a, i) => seen.slice(i + 1).map((b) => Math.hypot(...a.map((c, k) => c - b[k]!)))));
}

// 0.02 is about the smallest difference that is noticed side by side; dots far apart need several times that.
test.each(Object.keys(VISION))("ten domain colours stay apart under %s vision", (kind) => {
  expect(leastDistance(DOMAIN_COLORS, kind)).toBeGreaterThan(0.08);
});

test.each(Object.keys(VISION))("constraints and predicted loss stay apart in the bars under %s vision", (kind) => {
  expect(leastDistance([LOSS, ...CONSTRAINT_COLORS], kind)).toBeGreaterThan(0.12);
});
