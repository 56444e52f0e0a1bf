import { describe, expect, test } from "vitest";
import { DEFAULT_HUB } from "./hub.ts";
import { parseModelAddress } from "./modelAddress.ts";

const MIRROR = "http://localhost:80/hub/";

describe("a model is recognised from", () => {
  test.each([
    ["lab/bert", "lab/bert", null],
    ["  lab/bert \n", "lab/bert", null],
    ["“lab/bert”", "lab/bert", null],
    ["bert-base-uncased", "bert-base-uncased", null],
    ["lab/bert/", "lab/bert", null],
    ["lab/bert@v1.0", "lab/bert", "v1.0"],
    ["lab/bert@refs/pr/3", "lab/bert", "refs/pr/3"],
    ["lab/bert/tree/main", "lab/bert", "main"],
    ["https://huggingface.co/lab/bert", "lab/bert", null],
    ["https://huggingface.co/lab/bert.git", "lab/bert", null],
    ["http://www.huggingface.co/lab/bert/?library=transformers.js#usage", "lab/bert", null],
    ["huggingface.co/lab/bert", "lab/bert", null],
    ["hf.co/lab/bert", "lab/bert", null],
    ["https://hf.co/bert-base-uncased", "bert-base-uncased", null],
    ["https://huggingface.co/bert-base-uncased/tree/main", "bert-base-uncased", "main"],
    ["https://huggingface.co/lab/bert@v2", "lab/bert", "v2"],
    ["https://huggingface.co/lab/bert/tree/main/onnx", "lab/bert", "main"],
    ["https://huggingface.co/lab/bert/blob/0123abc/onnx/model.onnx", "lab/bert", "0123abc"],
    ["https://huggingface.co/lab/bert/resolve/v1/onnx/model_quantized.onnx?download=true", "lab/bert", "v1"],
    ["https://huggingface.co/lab/bert/tree/refs%2Fpr%2F7/onnx", "lab/bert", "refs/pr/7"],
    ["https://huggingface.co/lab/bert/blob/refs/pr/7/config.json", "lab/bert", "refs/pr/7"],
    ["https://huggingface.co/lab/bert/discussions/7#abc", "lab/bert", "refs/pr/7"],
    ["https://huggingface.co/lab/bert/discussions?status=open", "lab/bert", null],
    ["https://huggingface.co/lab/discussions", "lab/discussions", null],
    ["https://huggingface.co/api/models/lab/bert", "lab/bert", null],
    ["https://huggingface.co/lab/tree", "lab/tree", null],
    ["https://huggingface.co/lab/tree/tree/main", "lab/tree", "main"],
    ["https://huggingface.co/lab/bert/tree", "lab/bert", null],
  ])("“%s”", (written, id, revision) => {
    expect(parseModelAddress(written)).toEqual({ hub: DEFAULT_HUB, id, revision });
  });

  test("its hub URL is used, and a Hugging Face URL overrides another hub", () => {
    expect(parseModelAddress(`${MIRROR}lab/bert/tree/dev`, MIRROR)).toEqual({
      hub: MIRROR,
      id: "lab/bert",
      revision: "dev",
    });
    expect(parseModelAddress("https://huggingface.co/lab/bert", MIRROR).hub).toBe(DEFAULT_HUB);
    expect(parseModelAddress("lab/bert", MIRROR).hub).toBe(MIRROR);
  });
});

describe("no model is recognised from", () => {
  test.each([
    ["", /named like “owner\/name”/],
    ["a/b/c", /named like “owner\/name”/],
    ["../secret", /named like “owner\/name”/],
    ["lab/ber t", /named like “owner\/name”/],
    ["https://huggingface.co/", /named like “owner\/name”/],
    ["https://huggingface.co/datasets/lab/texts", /is the address of a dataset/],
    ["https://huggingface.co/spaces/lab/app", /is the address of a Space/],
    ["https://huggingface.co/models?pipeline_tag=fill-mask", /is the address of a list of models/],
    ["https://example.org/lab/bert", /is not an address of the hub https:\/\/huggingface\.co\//],
    ["javascript://x", /is not an address of the hub/],
    ["lab/bert@", /is not a revision/],
    ["lab/bert@../../x", /is not a revision/],
    ["lab/bert@a b", /is not a revision/],
    ["https://huggingface.co/lab/bert/tree/%zz", /is not a revision/],
  ])("“%s”", (written, sentence) => {
    expect(() => parseModelAddress(written)).toThrow(sentence);
  });
});
