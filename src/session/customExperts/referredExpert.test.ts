import { expect, test } from "vitest";
import type { Library } from "../../library/load.ts";
import { type Expert, parseManifest } from "../../library/manifest/manifest.ts";
import { minimalManifest } from "../../library/testing/fixtures.ts";
import { referredRequest } from "./referredExpert.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const OWN = "experts/beta/tokenizer.json";
const listed = { sha256: "5".repeat(64), bytes: 3 };

function library(): Library {
  const draft = minimalManifest({ [OWN]: listed, "experts/beta/tokenizer_config.json": listed });
  const [alpha, { model: _, folder: __, ...beta }] = draft.experts as [Expert, Expert];
  const data = [{ file: "onnx/model.onnx_data", sha256: "7".repeat(64), bytes: 9 }];
  const source = { id: "owner/name", revision: COMMIT, file: "onnx/model.onnx", sha256: "6".repeat(64), data };
  const experts = [alpha, { ...beta, tokenizer: OWN, maxTokens: 99, source }];
  const manifest = parseManifest({ ...draft, schemaVersion: 2, task: "causal", unit: "nats per character", experts });
  return { manifest, file: (path: string) => ({ url: `https://a.org/${path}`, ...manifest.files[path]! }) } as Library;
}

const contents: Record<string, unknown> = {
  "tokenizer.json": {
    model: {},
    added_tokens: [
      { id: 1, content: "<s>" },
      { id: 2, content: "</s>" },
    ],
  },
  "tokenizer_config.json": { bos_token: "<s>", eos_token: "</s>", add_bos_token: true },
};
const fetch = async (url: string) =>
  new TextEncoder().encode(JSON.stringify(contents[url.split("/").at(-1)!])).buffer as ArrayBuffer;

test("an expert that a library refers to is fetched from its commit at the Hub, and reads with its own tokenizer", async () => {
  const opened = library();
  const request = await referredRequest(opened, opened.manifest.experts[1]!, fetch);
  const hub = `https://huggingface.co/owner/name/resolve/${COMMIT}/onnx`;
  expect(request).toMatchObject({
    model: "onnx/model.onnx",
    data: ["onnx/model.onnx_data"],
    scale: { task: "causal", unit: "nats per character" },
    facts: { positions: 99, before: "<s>", causal: { stops: [2] } },
    tokenizer: { url: "https://a.org/tokenizer/tokenizer.json" },
  });
  expect(request.files).toMatchObject({
    "onnx/model.onnx": { url: `${hub}/model.onnx`, sha256: "6".repeat(64), bytes: 1_731_234 },
    "onnx/model.onnx_data": { url: `${hub}/model.onnx_data`, bytes: 9 },
    "tokenizer.json": { url: `https://a.org/${OWN}` },
  });
});
