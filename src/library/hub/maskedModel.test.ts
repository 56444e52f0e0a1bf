import { describe, expect, test } from "vitest";
import { factsOf } from "./maskedModel.ts";
import { readModelCard } from "./modelCard.ts";

const config = {
  architectures: ["BertForMaskedLM"],
  max_position_embeddings: 512,
  num_hidden_layers: 2,
  hidden_size: 48,
};
const tokenizer = { model: {}, added_tokens: ["[UNK]", "[CLS]", "[SEP]", "[MASK]"].map((content) => ({ content })) };

describe("facts of a model", () => {
  test("come from its config and its tokenizer", () => {
    expect(factsOf(config, tokenizer, { model_max_length: 128 }, "m")).toEqual({
      architecture: "BertForMaskedLM",
      layers: 2,
      hidden: 48,
      positions: 128,
      mask: "[MASK]",
      unknown: "[UNK]",
      before: "[CLS]",
      after: "[SEP]",
    });
  });

  test("RoBERTa numbers its positions after the padding token, and may write its mask as an object", () => {
    const roberta = { architectures: ["RobertaForMaskedLM"], max_position_embeddings: 514, pad_token_id: 1 };
    const spoken = { model: {}, added_tokens: ["<s>", "</s>", "<mask>"].map((content) => ({ content })) };
    const facts = factsOf(roberta, spoken, { mask_token: { content: "<mask>" } }, "m");
    expect(facts).toMatchObject({ positions: 512, mask: "<mask>", before: "<s>", after: "</s>", unknown: null });
    expect(facts.layers).toBeNull();
  });

  test("include unstated architectures; the model's type then tells how its positions are numbered", () => {
    expect(factsOf({}, tokenizer, null, "m")).toMatchObject({
      architecture: "architecture not stated",
      positions: 512,
    });
    const old = { model_type: "roberta", max_position_embeddings: 130, pad_token_id: 1 };
    expect(factsOf(old, tokenizer, null, "m").positions).toBe(128);
  });

  test.each([
    ["a record of words", { vocab: { "<mask>": 64000, a: 1 } }],
    [
      "a list of words and scores",
      {
        vocab: [
          ["a", -1],
          ["<mask>", 0],
        ],
      },
    ],
  ])("a mask that is only in the vocabulary, %s, is reported as not special", (_, model) => {
    const tweets = { model, added_tokens: [] };
    expect(() => factsOf(config, tweets, { mask_token: "<mask>" }, "lab/tweets")).toThrow(
      /without a mask token among its special tokens \(added_tokens\), although “<mask>” is in its vocabulary, .*AutoTokenizer\.from_pretrained\("lab\/tweets"\)\.save_pretrained/,
    );
  });

  test("XLM has its own name for the width", () => {
    const xlm = { architectures: ["XLMWithLMHeadModel"], n_layers: 12, emb_dim: 2048 };
    expect(factsOf(xlm, tokenizer, null, "m")).toMatchObject({ layers: 12, hidden: 2048 });
  });

  test.each([
    [{ architectures: ["GPT2LMHeadModel"] }, tokenizer, /is a GPT2LMHeadModel: it predicts the next word/],
    [{ architectures: ["BertModel"] }, tokenizer, /no head that fills masks/],
    [[], tokenizer, /config\.json that is not a JSON object/],
    [config, { added_tokens: [] }, /tokenizer\.json that is not a tokenizer/],
    [config, { model: {}, added_tokens: [{ content: "[CLS]" }] }, /no mask token/],
  ])("a model that cannot fill masks is refused with the reason %#", (written, tokens, message) => {
    expect(() => factsOf(written, tokens, null, "m")).toThrow(message);
  });
});

test.each([
  ["---\nlanguage: en\nlicense: apache-2.0\n---\n# Model\nlicense: mit", "apache-2.0"],
  ['---\r\nlicense: "cc-by-4.0"\r\n---\r\n', "cc-by-4.0"],
  ["# Model\nlicense: mit", null],
  ["---\nlanguage: en\n---\n", null],
])("a card's licence is in its front matter %#", (card, license) => {
  expect(readModelCard(card).license).toBe(license);
});
