import { describe, expect, test } from "vitest";
import { languageModelFacts, type SmallFiles } from "./causalModel.ts";
import { usualForm, weightsFilesOf } from "./weightForms.ts";

const tokenizer = { model: {}, added_tokens: [{ id: 2, content: "<|im_end|>" }] };
const files = (change: Partial<SmallFiles>): SmallFiles => ({
  config: { architectures: ["LlamaForCausalLM"], max_position_embeddings: 8192, eos_token_id: 0 },
  tokenizer,
  settings: { bos_token: "<s>", eos_token: { content: "<|im_end|>" } },
  generation: null,
  template: false,
  ...change,
});
const facts = (change: Partial<SmallFiles> = {}) => languageModelFacts(files(change), "lab/m");

describe("facts of a causal language model", () => {
  test("have no mask, bound its length, and list every end of text", () => {
    expect(facts({ generation: { eos_token_id: [7, 0] } })).toMatchObject({
      architecture: "LlamaForCausalLM",
      positions: 1024,
      mask: "",
      before: null,
      causal: { stops: [7, 0, 2], chat: false },
    });
    const gpt = { architectures: ["GPT2LMHeadModel"], n_positions: 512, n_embd: 8, n_layer: 2, eos_token_id: 3 };
    expect(facts({ config: gpt })).toMatchObject({ positions: 512, hidden: 8, layers: 2, causal: { stops: [3, 2] } });
  });

  test("name a start token only where the settings ask for it", () => {
    expect(facts({ settings: { bos_token: "<s>", add_bos_token: true } }).before).toBe("<s>");
    expect(facts({ settings: { bos_token: "<s>", add_bos_token: false } }).before).toBeNull();
  });

  test("know of a chat template in the settings or beside them", () => {
    for (const change of [{ settings: { chat_template: "{{ x }}" } }, { template: true }]) {
      expect(facts(change).causal!.chat).toBe(true);
    }
  });

  test("a masked model stays one", () => {
    const masked = { model: {}, added_tokens: [{ content: "[MASK]" }] };
    expect(facts({ config: { architectures: ["BertForMaskedLM"] }, tokenizer: masked }).causal).toBeUndefined();
  });

  test.each([
    [{ config: { architectures: ["T5ForConditionalGeneration"] } }, /sequence-to-sequence/],
    [{ tokenizer: {} }, /tokenizer\.json that is not a tokenizer/],
  ])("others are refused %#", (change, sentence) => {
    expect(() => facts(change)).toThrow(sentence);
  });
});

describe("forms of a decoder", () => {
  const forms = (...names: string[]) =>
    weightsFilesOf(new Map(names.map((name, k) => [`onnx/${name}.onnx`, k + 1])), true);

  test("are complete ones, one of each format: model, then merged, then plain", () => {
    const found = forms(
      "decoder_model",
      "decoder_with_past_model",
      "decoder_model_merged",
      "decoder_model_merged_quantized",
    );
    expect(found.map(({ model, dtype }) => [model, dtype])).toEqual([
      ["onnx/decoder_model_merged.onnx", "fp32"],
      ["onnx/decoder_model_merged_quantized.onnx", "q8"],
    ]);
    expect(forms("decoder_model_merged", "model").map(({ model }) => model)).toEqual(["onnx/model.onnx"]);
  });

  test("begin with 8 bits on WASM and with 4 on WebGPU", () => {
    const found = forms("model_q4", "model_q4f16", "model_quantized", "model_fp16");
    expect([usualForm(found, "wasm").dtype, usualForm(found, "webgpu").dtype]).toEqual(["q8", "q4"]);
    expect(usualForm(forms("model_q4"), "wasm").dtype).toBe("q4");
  });
});
