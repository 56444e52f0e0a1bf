/**
 * @file Runs added experts through transformers.js itself, here in Node on the runtime's WASM; e2e/experts/experts.spec.ts does it in a
 * browser.
 */
import "./inNode.ts";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { factsOf } from "../../library/hub/maskedModel.ts";
import type { FileReference } from "../../library/load.ts";
import type { Fetch } from "../inference/files.ts";
import { externalized } from "./externalFixture.ts";
import { transformersLoader } from "./model/transformers.ts";
import type { OpenCustomExpert } from "./protocol.ts";
import { CustomExpertService } from "./service.ts";

const FOLDER = "e2e/fixtures/newcomer";
const manifest = JSON.parse(readFileSync("models/library.json", "utf8"));
const LIBRARY_TOKENIZER = `models/${manifest.tokenizer}`;

const reference = (path: string): FileReference => ({ url: path, sha256: "", bytes: readFileSync(path).length });
const fetch: Fetch = async (url) => new Uint8Array(readFileSync(url)).buffer;
const json = (path: string) => JSON.parse(readFileSync(path, "utf8")) as unknown;
const context = { signal: new AbortController().signal, progress: () => {} };

function fixture(model: string): OpenCustomExpert {
  const paths = ["config.json", "tokenizer.json", "tokenizer_config.json", model];
  const facts = factsOf(json(`${FOLDER}/config.json`), json(`${FOLDER}/tokenizer.json`), null, "fixture");
  return {
    key: model,
    files: Object.fromEntries(paths.map((path) => [path, reference(`${FOLDER}/${path}`)])),
    model,
    data: [],
    device: "wasm",
    rounded: true,
    facts,
    tokenizer: reference(LIBRARY_TOKENIZER),
  };
}

function shipped(): OpenCustomExpert {
  const expert = manifest.experts.find(({ model }: { model?: string }) => model !== undefined);
  const config = `models/${expert.folder}/config.json`;
  return {
    key: expert.id,
    files: {
      "config.json": reference(config),
      "tokenizer.json": reference(LIBRARY_TOKENIZER),
      "model.onnx": reference(`models/${expert.model}`),
    },
    model: "model.onnx",
    data: [],
    device: "wasm",
    rounded: true,
    facts: factsOf(json(config), json(LIBRARY_TOKENIZER), null, "copy"),
    tokenizer: reference(LIBRARY_TOKENIZER),
  };
}

const TEXT = "The court of appeals affirmed the judgment of the district court on all counts.";

describe("an added expert", () => {
  let service: CustomExpertService;

  beforeAll(() => {
    service = new CustomExpertService(transformersLoader, fetch);
  });

  test("with its own tokenizer is measured in nats per character only, the same in every weight format", async () => {
    const losses: number[] = [];
    for (const model of ["onnx/model_fp16.onnx", "onnx/model_int8.onnx"]) {
      const expert = fixture(model);
      const opened = await service.open(expert, context);
      expect(opened.sharedTokenizer).toBe(false);
      const counts = await service.words({ expert, text: TEXT }, context);
      const { nats, characters, perToken } = await service.measure({ expert, text: TEXT, counts }, context);
      expect(perToken).toBeNull();
      losses.push(nats / characters);
    }
    expect(losses[0]).toBeGreaterThan(0.3);
    expect(losses[1]).toBeCloseTo(losses[0]!, 1);
  });

  test.each([[["model_fp16.onnx_data"]], [["model_fp16.onnx.data"]], [["part-b.bin", "part-a.bin"]]])(
    "is the same with its weights in external files called %j",
    async (locations) => {
      const expert = fixture("onnx/model_fp16.onnx");
      const counts = Uint8Array.from({ length: 14 }, () => 1);
      const { nats } = await service.measure({ expert, text: TEXT, counts }, context);
      const { graph, data } = externalized(readFileSync(`${FOLDER}/onnx/model_fp16.onnx`), locations);
      expect(graph.length).toBeLessThan(100_000);
      const contents = new Map([["moved", graph], ...data]);
      const own: Fetch = async (url, ...rest) => contents.get(url)?.slice().buffer ?? fetch(url, ...rest);
      const moved = (name: string) => ({ url: name, sha256: name, bytes: contents.get(name)!.length });
      const paths = [...locations].sort().map((name) => `onnx/${name}`);
      const files = {
        ...expert.files,
        [expert.model]: moved("moved"),
        ...Object.fromEntries(paths.map((path) => [path, moved(path.slice("onnx/".length))])),
      };
      const other = new CustomExpertService(transformersLoader, own);
      const beside = { ...expert, key: "beside", files, data: paths };
      const again = await other.measure({ expert: beside, text: TEXT, counts }, context);
      expect(again.nats).toBeCloseTo(nats, 6);
    },
  );

  test.each(["longformer", "ernie", undefined])("runs whatever its type is called: %s", async (model_type) => {
    const expert = fixture("onnx/model_int8.onnx");
    const counts = Uint8Array.of(1, 1, 1);
    const { nats } = await service.measure({ expert, text: TEXT, counts }, context);
    const config = { ...(json(`${FOLDER}/config.json`) as object), model_type, architectures: undefined };
    const own: Fetch = async (url, ...rest) =>
      url.endsWith("newcomer/config.json")
        ? new TextEncoder().encode(JSON.stringify(config)).buffer
        : fetch(url, ...rest);
    const other = new CustomExpertService(transformersLoader, own as Fetch);
    expect((await other.measure({ expert, text: TEXT, counts }, context)).nats).toBe(nats);
  });

  test("reads typed special tokens as text, and its mask in every spelling", async () => {
    const expert = fixture("onnx/model_int8.onnx");
    const fill = (text: string) => service.fill({ expert, text, masks: [], topK: 2 }, context);
    expect((await fill("The <mask> of the court.")).masks).toEqual((await fill("The [MASK] of the court.")).masks);
    const typed = await fill("a [SEP] b [CLS] [PAD] [MASK]");
    expect(typed.tokens).toBeGreaterThan(9);
  });

  test("fills the masks of a prompt, whatever its own mask is called", async () => {
    const expert = fixture("onnx/model_int8.onnx");
    const request = { expert, text: "The [MASK] of the court.", masks: [1], topK: 3 };
    const { masks, measured } = await service.fill(request, context);
    expect(measured).toBeNull();
    expect(masks).toHaveLength(1);
    expect(masks[0]!.predictions).toHaveLength(3);
  });

  test("with the library's tokenizer keeps nats per token", async () => {
    const expert = shipped();
    const { sharedTokenizer } = await service.open(expert, context);
    expect(sharedTokenizer).toBe(true);
    const counts = await service.words({ expert, text: TEXT }, context);
    const { perToken } = await service.measure({ expert, text: TEXT, counts }, context);
    expect(perToken).toBeGreaterThan(0);
    expect(perToken).toBeLessThan(Math.log(8192));
  });

  test("that cannot be opened is reported, and the next one opens", async () => {
    const broken = { ...fixture("onnx/model_int8.onnx"), key: "broken" };
    const files = { ...broken.files, "onnx/model_int8.onnx": reference(`${FOLDER}/README.md`) };
    await expect(service.open({ ...broken, files }, context)).rejects.toThrow(/weights cannot be opened/);
    expect((await service.open(fixture("onnx/model_int8.onnx"), context)).parameters).toBeGreaterThan(10_000);
  });
});
