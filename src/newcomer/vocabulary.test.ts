import { describe, expect, test } from "vitest";
import type { ModelFacts } from "../library/maskedModel.ts";
import { type RawTokenizer, sameTokenizer, vocabularyOf } from "./vocabulary.ts";

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

/** One token a letter. @param frame what it puts around a text by itself */
function tokenizer(frame: [string[], string[]]): RawTokenizer {
  const ids = (text: string) => (text.match(/<mask>|./g) ?? []).map((word) => WORDS.indexOf(word));
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

  test("gets a frame of the model's own tokens where the tokenizer puts nothing", () => {
    expect(vocabularyOf(tokenizer([[], []]), facts, 100).frame).toEqual([[0], [1]]);
    const bare = vocabularyOf(tokenizer([[], []]), { ...facts, before: null, after: null }, 100);
    expect([bare.frame, bare.room]).toEqual([[[], []], 10]);
  });

  test("writes the prompt's [MASK] as its own, and knows it by its id", () => {
    const { tokenize, mask, unknown } = vocabularyOf(tokenizer([[], []]), facts, 100);
    expect(tokenize("a[MASK]b")).toEqual([4, 2, 5]);
    expect([mask, unknown]).toEqual([2, 3]);
    expect(vocabularyOf(tokenizer([[], []]), { ...facts, unknown: null }, 100).unknown).toBeNull();
  });

  test("knows tokens of nothing but spaces", () => {
    const { isBlank } = vocabularyOf(tokenizer([[], []]), facts, 100);
    expect([6, 4].map(isBlank)).toEqual([true, false]);
  });
});

test("two tokenizers are the same when they cut every text alike, whatever they put around it", () => {
  const written = (change: object) =>
    JSON.stringify({ model: { vocab: { a: 0 } }, normalizer: null, pre_tokenizer: { type: "Whitespace" }, ...change });
  expect(sameTokenizer(written({}), written({ post_processor: { type: "BertProcessing" } }))).toBe(true);
  expect(sameTokenizer(written({}), written({ model: { vocab: { a: 1 } } }))).toBe(false);
  expect(sameTokenizer(written({}), written({ normalizer: { type: "Lowercase" } }))).toBe(false);
  expect(sameTokenizer(written({}), written({ pre_tokenizer: null }))).toBe(false);
});
