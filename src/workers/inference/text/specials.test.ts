import fc from "fast-check";
import { expect, test } from "vitest";
import { textEncoder, withMask } from "./specials.ts";

/** Code points; a complete special token becomes −1. */
const SPECIAL = ["<s>", "</s>", "[SEP]", "<|end|>", "|"];
const whole = new RegExp(
  SPECIAL.slice(0, 4)
    .map((token) => token.replace(/[[\]|]/g, "\\$&"))
    .join("|"),
  "g",
);
const encode = (text: string): number[] => {
  const ids: number[] = [];
  let from = 0;
  for (const { 0: token, index } of text.matchAll(whole)) {
    ids.push(...[...text.slice(from, index)].map((character) => character.codePointAt(0)!), -1);
    from = index + token.length;
  }
  return [...ids, ...[...text.slice(from)].map((character) => character.codePointAt(0)!)];
};

test("no special token is found in any text, and no character is lost", () => {
  const asText = textEncoder(encode, SPECIAL);
  expect(encode("a<s>")).toEqual([97, -1]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SPECIAL, "a", " ", "<", "s", ">", "é")), (parts) => {
      const text = parts.join("");
      expect(asText(text)).toEqual([...text].map((character) => character.codePointAt(0)!));
    }),
  );
});

test("special tokens with any characters are text, whatever they mean in a regular expression", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme", minLength: 1 }), { minLength: 1, maxLength: 4 }), (special) => {
      const points = (text: string) => [...text].map((character) => character.codePointAt(0)!);
      const text = special.join("-");
      expect(textEncoder(points, special)(text)).toEqual(points(text));
    }),
    { examples: [[["-PAD]", "[UNK]"]], [["a/b", "\\d"]]] },
  );
});

test("masks are spelled as in the tokenizer; lookalikes stay", () => {
  expect(withMask("a [MASK] <mask> x[mask] <mask id=1>", "<m>")).toBe("a <m> <m> x[mask] <mask id=1>");
  expect(withMask("[MASK]", "$&")).toBe("$&");
});
