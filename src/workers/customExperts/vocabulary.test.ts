import { describe, expect, test } from "vitest";
import type { ModelFacts } from "../../library/hub/maskedModel.ts";
import { type RawTokenizer, rowsAtOnce, sameTokenizer, tokenTexts, vocabularyOf } from "./vocabulary.ts";

const WORDS = ["<s>", "</s>", "<mask>", "<unk>", "a", "b", " "];
const facts: ModelFacts = {
  architecture: "BertForMaskedLM",
  layers: 1,
  hidden: 4,
  positions: 10,
  mask: "<mask>",
  unknown: "<unk>",
  before: "<s>",
  after: "</s>",
};

/** One token per letter. @param frame what it adds around a text by itself */
function tokenizer(frame: [string[], string[]]): RawTokenizer {
  const ids = (text: string) => (text.match(/<(?:mask|s|\/s|unk)>|./g) ?? []).map((word) => WORDS.indexOf(word));
  const around = (words: string[]) => words.map((word) => WORDS.indexOf(word));
  return {
    all_special_tokens: WORDS.slice(0, 4),
    get_vocab: () => new Map(WORDS.map((word, id) => [word, id])),
    encode: (text, { add_special_tokens }) =>
      add_special_tokens ? [...around(frame[0]), ...ids(text), ...around(frame[1])] : ids(text),
    decode: ([id]) => WORDS[id!]!,
    convert_tokens_to_ids: (tokens) => tokens.map((token) => (WORDS.includes(token) ? WORDS.indexOf(token) : null)),
  };
}

describe("the vocabulary of an added expert", () => {
  test("has the frame that its tokenizer puts around a text, and room for the rest", () => {
    const { frame, room } = vocabularyOf(tokenizer([["<s>"], ["</s>", "</s>"]]), facts, 100);
    expect(frame).toEqual([[0], [1, 1]]);
    expect(room).toBe(7);
  });

  test("gets a frame of the model's own tokens if the tokenizer adds nothing", () => {
    expect(vocabularyOf(tokenizer([[], []]), facts, 100).frame).toEqual([[0], [1]]);
    const bare = vocabularyOf(tokenizer([[], []]), { ...facts, before: null, after: null }, 100);
    expect([bare.frame, bare.room]).toEqual([[[], []], 10]);
  });

  test("writes the prompt's [MASK] as its own, and recognises it by its id", () => {
    const { tokenize, mask, unknown } = vocabularyOf(tokenizer([[], []]), facts, 100);
    expect(tokenize("a[MASK]b")).toEqual([4, 2, 5]);
    expect([mask, unknown]).toEqual([2, 3]);
    expect(vocabularyOf(tokenizer([[], []]), { ...facts, unknown: null }, 100).unknown).toBeNull();
  });

  test("recognises tokens of only spaces", () => {
    const { isBlank } = vocabularyOf(tokenizer([[], []]), facts, 100);
    expect([6, 4].map(isBlank)).toEqual([true, false]);
  });
});

describe("what the model lacks", () => {
  test("ids beyond its logits are unknown, so that words with them do not count", () => {
    const { tokenize, unknown } = vocabularyOf(tokenizer([[], []]), facts, 5);
    expect(tokenize("ab")).toEqual([4, 3]);
    expect(unknown).toBe(3);
    // Without an unknown token the mask replaces it, and words that contain it do not count either.
    expect(vocabularyOf(tokenizer([[], []]), { ...facts, unknown: null }, 5).tokenize("ab")).toEqual([4, 2]);
  });

  test("a mask beyond them means a tokenizer of another model", () => {
    expect(() => vocabularyOf(tokenizer([[], []]), facts, 2)).toThrow(/does not belong to this model/);
    expect(() => vocabularyOf(tokenizer([[], []]), { ...facts, mask: "<none>" }, 9)).toThrow(
      expect.objectContaining({ name: "TokenizerError" }),
    );
  });

  test("a large vocabulary limits how many tokens are read at once", () => {
    const long = { ...facts, positions: 512 };
    expect(vocabularyOf(tokenizer([[], []]), long, 30_522).room).toBe(510);
    const { room, frame } = vocabularyOf(tokenizer([[], []]), long, 250_002);
    expect(4 * 250_002 * (room + frame.flat().length)).toBeLessThanOrEqual(2 ** 28);
    expect(room).toBeGreaterThan(250);
    expect(rowsAtOnce(268, 250_002)).toBe(1);
    expect(rowsAtOnce(128, 8192)).toBeGreaterThan(7);
  });

  test("an id without a token is shown by its number", () => {
    const text = tokenTexts(tokenizer([[], []]));
    expect([4, 6, 30_525].map(text)).toEqual(["a", "␣", "#30525"]);
  });
});

test("typed special tokens are text, and every spelling of the mask is the mask", () => {
  const { tokenize } = vocabularyOf(tokenizer([["<s>"], ["</s>"]]), facts, 100);
  expect(tokenize("a<mask>b[MASK]")).toEqual([4, 2, 5, 2]);
  expect(tokenize("a<s></s><unk>b")).not.toContain(0);
  expect(tokenize("a<s></s><unk>b")).not.toContain(1);
  expect(tokenize("a<s></s><unk>b").at(-1)).toBe(5);
});

test("two tokenizers are the same when they split every text alike, whatever they add around it", () => {
  const written = (change: object) =>
    JSON.stringify({ model: { vocab: { a: 0 } }, normalizer: null, pre_tokenizer: { type: "Whitespace" }, ...change });
  expect(sameTokenizer(written({}), written({ post_processor: { type: "BertProcessing" } }))).toBe(true);
  expect(sameTokenizer(written({}), written({ model: { vocab: { a: 1 } } }))).toBe(false);
  expect(sameTokenizer(written({}), written({ normalizer: { type: "Lowercase" } }))).toBe(false);
  expect(sameTokenizer(written({}), written({ pre_tokenizer: null }))).toBe(false);
});
