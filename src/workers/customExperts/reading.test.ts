import { expect, test } from "vitest";
import { encode } from "./reading.ts";

const MASK = 1000;
/** One token per word, where the words are numbers; four are read. */
const vocabulary = {
  tokenize: (text: string) =>
    text
      .split(" ")
      .filter(Boolean)
      .map((word) => (word === "[MASK]" ? MASK : Number(word))),
  isBlank: () => false,
  mask: MASK,
  unknown: null,
  frame: [[-1], [-2]] as const,
  room: 4,
};
const read = (text: string, fromStart = false) => {
  const { ids, truncated, maskPositions } = encode(text, vocabulary, fromStart);
  return [ids.slice(1, -1), truncated, maskPositions];
};

test.each([
  ["1 2 [MASK]", [1, 2, MASK], false, [3]],
  ["1 [MASK] 3 4 5 6", [1, MASK, 3, 4], true, [2]],
  ["1 2 3 4 5 [MASK] 7 8", [5, MASK, 7, 8], true, [2]],
  ["1 2 3 4 5 6 [MASK]", [4, 5, 6, MASK], true, [4]],
  ["1 2 3 4 [MASK] 6 [MASK] 8 9", [MASK, 6, MASK, 8], true, [1, 3]],
  ["[MASK] 2 3 4 5 6 7 [MASK]", [MASK, 2, 3, 4], true, [1]],
])("of %s the part around the masks is read", (text, ids, truncated, masks) => {
  expect(read(text)).toEqual([ids, truncated, masks]);
});

test("from the start if positions are counted from there; nothing to read is reported", () => {
  expect(read("1 2 3 4 5 [MASK]", true)).toEqual([[1, 2, 3, 4], true, []]);
  expect(() => read(" ")).toThrow(expect.objectContaining({ name: "EmptyPromptError" }));
});
