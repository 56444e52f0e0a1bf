import fc from "fast-check";
import { expect, test } from "vitest";
import { type Box, placeBeside } from "./placeBeside.ts";

const VIEW = { width: 1_200, height: 800 };
const CARD = { width: 360, height: 240 };

test("the card is next to its target, on the first side with room", () => {
  const small = { left: 300, top: 200, width: 100, height: 60 };
  expect(placeBeside(small, CARD, VIEW)).toEqual({ left: 414, top: 200 });
  expect(placeBeside({ ...small, left: 900 }, CARD, VIEW)).toEqual({ left: 526, top: 200 });
  expect(placeBeside({ left: 20, top: 20, width: 1_160, height: 100 }, CARD, VIEW)).toEqual({ left: 20, top: 134 });
  expect(placeBeside({ left: 20, top: 600, width: 1_160, height: 190 }, CARD, VIEW)).toEqual({ left: 20, top: 346 });
});

test("the card is always inside a large enough window, and covers its target only if there is no alternative", () => {
  const box: fc.Arbitrary<Box> = fc.record({
    left: fc.integer({ min: -500, max: 1_500 }),
    top: fc.integer({ min: -500, max: 1_500 }),
    width: fc.integer({ min: 1, max: 1_500 }),
    height: fc.integer({ min: 1, max: 1_500 }),
  });
  fc.assert(
    fc.property(box, (target) => {
      const { left, top } = placeBeside(target, CARD, VIEW);
      expect(left >= 0 && top >= 0 && left + CARD.width <= VIEW.width && top + CARD.height <= VIEW.height).toBe(true);
      const apart =
        left >= target.left + target.width ||
        left + CARD.width <= target.left ||
        top >= target.top + target.height ||
        top + CARD.height <= target.top;
      const corner = left === VIEW.width - CARD.width - 14 && top === VIEW.height - CARD.height - 14;
      expect(apart || corner).toBe(true);
    }),
  );
});
