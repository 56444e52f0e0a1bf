import { describe, expect, test } from "vitest";
import { maskedArchitecture, UNSTATED } from "./architecture.ts";

const judged = (...architectures: string[]) => maskedArchitecture({ architectures }, "lab/m");

describe("an architecture that fills masks", () => {
  test.each([
    "BertForMaskedLM",
    "BertForPreTraining",
    "MobileBertForPreTraining",
    "NomicBertForPreTraining",
    "XLMWithLMHeadModel",
    "FlaubertWithLMHeadModel",
    "ErnieForMaskedLM",
    "LongformerForMaskedLM",
  ])("%s", (architecture) => {
    expect(judged(architecture)).toBe(architecture);
  });

  test("is found anywhere in the list", () => {
    expect(judged("ElectraForPreTraining", "ElectraForMaskedLM")).toBe("ElectraForMaskedLM");
  });

  test.each([[{}], [{ architectures: [] }], [{ architectures: null }], [{ architectures: [7] }]])(
    "may be unstated: %j",
    (config) => {
      expect(maskedArchitecture(config, "lab/m")).toBe(UNSTATED);
    },
  );
});

describe("an architecture that cannot fill masks", () => {
  test.each([
    ["GPT2LMHeadModel", /lab\/m is a GPT2LMHeadModel: it predicts the next word, and cannot fill a masked one/],
    ["LlamaForCausalLM", /predicts the next word/],
    ["T5ForConditionalGeneration", /is a sequence-to-sequence model/],
    ["BertModel", /is a BertModel: it has no head that fills masks/],
    ["BertForSequenceClassification", /no head that fills masks/],
    ["ElectraForPreTraining", /is an ElectraForPreTraining, a discriminator: .* Choose its generator/],
    ["FunnelForPreTraining", /a discriminator/],
    ["SplinterForPreTraining", /no head that fills masks/],
  ])("%s", (architecture, reason) => {
    expect(() => judged(architecture)).toThrow(reason);
  });

  test("is also that of a causal XLM", () => {
    expect(() => maskedArchitecture({ architectures: ["XLMWithLMHeadModel"], causal: true }, "lab/m")).toThrow(
      /is an XLMWithLMHeadModel: it predicts the next word/,
    );
  });
});
