import fc from "fast-check";
import { expect, test } from "vitest";
import { carriedMasks, toggledMasks, wordAround } from "./masks.ts";

const kept = fc.array(fc.constantFrom(" a", "b", " c", ","), { maxLength: 12 });
// Different tokens, because it is ambiguous which of two equal neighbours was removed.
const edited = fc.array(fc.constantFrom(" x", "y"), { maxLength: 12 });
const places = (length: number) => fc.subarray(Array.from({ length }, (_, place) => place));

test("an edit keeps the masks on the tokens before and after it", () => {
  fc.assert(
    fc.property(
      fc.tuple(kept, edited, edited, kept).chain(([head, gone, come, tail]) =>
        fc.record({
          parts: fc.constant([head, gone, come, tail] as const),
          inHead: places(head.length),
          inTail: places(tail.length),
        }),
      ),
      ({ parts: [head, gone, come, tail], inHead, inTail }) => {
        const before = [...head, ...gone, ...tail];
        const after = [...head, ...come, ...tail];
        const masks = [...inHead, ...inTail.map((place) => head.length + gone.length + place)];
        const carried = carriedMasks(before, after, masks);
        expect(carried.map((place) => after[place])).toEqual(masks.map((place) => before[place]));
        expect(carried.slice(0, inHead.length)).toEqual(inHead);
      },
    ),
  );
});

test("masks of replaced tokens are dropped, and an edit that moves nothing keeps the array", () => {
  const masks = [0, 2];
  expect(carriedMasks([" a", " b", " c"], [" a", " b", " x", " y"], masks)).toEqual([0]);
  expect(carriedMasks([" a", " b", " c"], [" x", " a", " b", " c"], masks)).toEqual([1, 3]);
  expect(carriedMasks([" a", " b", " c"], [" a", " b", " c", " d"], masks)).toBe(masks);
});

test("a word consists of its pieces and nothing else", () => {
  const texts = ["The", " walk", "ing", "s", ",", " don", "'t", "↵", "x", "=", "1"];
  expect(wordAround(texts, 2)).toEqual([1, 2, 3]);
  expect(wordAround(texts, 1)).toEqual([1, 2, 3]);
  expect(wordAround(texts, 0)).toEqual([0]);
  expect(wordAround(texts, 4)).toEqual([4]);
  expect(wordAround(texts, 6)).toEqual([5, 6]);
  expect(wordAround(texts, 8)).toEqual([8]);
});

test("toggling hides what is not fully hidden, and shows it again", () => {
  fc.assert(
    fc.property(places(9), places(9), (masks, chosen) => {
      const once = toggledMasks(masks, chosen);
      for (const place of Array.from({ length: 9 }, (_, at) => at)) {
        const shown = chosen.every((one) => masks.includes(one));
        expect(once.includes(place)).toBe(chosen.includes(place) ? !shown : masks.includes(place));
      }
      expect(once).toEqual([...once].sort((a, b) => a - b));
    }),
  );
});
