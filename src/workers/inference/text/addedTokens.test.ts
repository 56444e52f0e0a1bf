import { expect, test } from "vitest";
import { addedTokens } from "./addedTokens.ts";

/** A tokenizer with these ids for the text, alone and with what is added. */
const encoder = (plain: number[], framed: number[]) => (_: string, whole: boolean) => (whole ? framed : plain);

test.each([
  ["both sides", [7], [1, 7, 2], [1], [2], true],
  ["several tokens", [7, 8], [1, 3, 7, 8, 2, 2], [1, 3], [2, 2], true],
  ["one side", [7], [7, 2], [], [2], true],
  ["nothing", [7, 8], [7, 8], [], [], false],
  ["a text that is read otherwise with them", [7], [1, 9, 2], [], [], true],
])("tokens are added around a text: %s", (_, plain, framed, before, after, any) => {
  expect(addedTokens(encoder(plain, framed))).toEqual({ before, after, any, plain });
});
