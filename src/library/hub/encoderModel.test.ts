import { expect, test } from "vitest";
import { encoderFacts, encoderFiles } from "./encoderModel.ts";

const CONFIG = { model_type: "bert", max_position_embeddings: 512 };
const modules = (...types: string[]) =>
  types.map((type, idx) => ({ idx, path: type === "Pooling" ? "1_Pooling" : "", type: `x.models.${type}` }));
const factsOf = (files: Record<string, unknown>) => encoderFacts(async (path) => files[path] ?? null, "m");

test("pooling, normalisation and length are as the files say", async () => {
  const files = {
    "config.json": CONFIG,
    "modules.json": modules("Transformer", "Pooling", "Normalize"),
    "1_Pooling/config.json": { pooling_mode_mean_tokens: true, pooling_mode_cls_token: false },
    "sentence_bert_config.json": { max_seq_length: 256 },
  };
  expect(await factsOf(files)).toEqual({ pooling: "mean", normalise: true, maxTokens: 256, stated: true });
  const cls = {
    ...files,
    "modules.json": modules("Transformer", "Pooling"),
    "1_Pooling/config.json": { pooling_mode_cls_token: true },
    "sentence_bert_config.json": null,
  };
  expect(await factsOf(cls)).toEqual({ pooling: "cls", normalise: false, maxTokens: 512, stated: true });
});

test("without such files the usual is taken, and said", async () => {
  expect(await factsOf({ "config.json": { model_type: "roberta", max_position_embeddings: 514 } })).toEqual({
    pooling: "mean",
    normalise: true,
    maxTokens: 512,
    stated: false,
  });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["no config.json", {}, /no config\.json/],
  ["another step", { "config.json": CONFIG, "modules.json": modules("Transformer", "Dense") }, /step “Dense”/],
  [
    "an unknown pooling",
    {
      "config.json": CONFIG,
      "modules.json": modules("Transformer", "Pooling"),
      "1_Pooling/config.json": { pooling_mode_weightedmean_tokens: true },
    },
    /pooling_mode_weightedmean_tokens/,
  ],
])("%s is refused in a sentence", async (_, files, sentence) => {
  await expect(factsOf(files)).rejects.toThrow(sentence);
});

test("only small files are read before the weights are chosen", () => {
  const paths = ["config.json", "1_Pooling/config.json", "onnx/model.onnx", "tokenizer.json", "onnx/a/config.json"];
  expect(encoderFiles(paths)).toEqual(["config.json", "1_Pooling/config.json", "tokenizer.json"]);
});
