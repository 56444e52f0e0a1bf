import { describe, expect, test } from "vitest";
import { factsOf, variantsOf } from "./maskedModel.ts";
import { readModelCard } from "./modelCard.ts";

const config = {
  architectures: ["BertForMaskedLM"],
  max_position_embeddings: 512,
  num_hidden_layers: 2,
  hidden_size: 48,
};
const tokenizer = { model: {}, added_tokens: ["[UNK]", "[CLS]", "[SEP]", "[MASK]"].map((content) => ({ content })) };

describe("forms of the weights", () => {
  test("are told by their names, smallest first, with the files of their weights", () => {
    const variants = variantsOf(
      new Map([
        ["onnx/model.onnx", 10],
        ["onnx/model.onnx_data", 900],
        ["onnx/model_int8.onnx", 200],
        ["onnx/model_quantized.onnx", 100],
        ["onnx/decoder_model.onnx", 5],
        ["README.md", 1],
      ]),
    );
    expect(variants.map(({ dtype, bytes }) => [dtype, bytes])).toEqual([
      ["q8", 100],
      ["int8", 200],
      ["fp32", 910],
    ]);
    expect(variants[2]!.data).toEqual(["onnx/model.onnx_data"]);
  });

  test("a single file of any name is one", () => {
    expect(variantsOf(new Map([["mine.onnx", 3]]))).toEqual([
      { dtype: "fp32", model: "mine.onnx", data: [], bytes: 3 },
    ]);
    expect(variantsOf(new Map([["model.safetensors", 3]]))).toEqual([]);
  });
});

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

  test.each([
    [{ architectures: ["GPT2LMHeadModel"] }, tokenizer, /is a GPT2LMHeadModel: it predicts the next word/],
    [{ architectures: ["BertModel"] }, tokenizer, /no head that fills masks/],
    [{}, tokenizer, /does not name its architecture/],
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
])("a card's licence stands in its front matter %#", (card, license) => {
  expect(readModelCard(card).license).toBe(license);
});
