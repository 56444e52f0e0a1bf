/**
 * @file A decoder of SmolLM2's form through transformers.js, here in Node on the runtime's WASM, against what ONNX Runtime for Python gives
 * for the same files (models/recipe/fixture_causal.py).
 */
import "./inNode.ts";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { languageModelFacts } from "../../library/hub/causalModel.ts";
import type { FileReference } from "../../library/load.ts";
import type { Fetch } from "../inference/files.ts";
import { openCausal } from "./causalVocabulary.ts";
import { transformersLoader } from "./model/transformers.ts";
import type { OpenCustomExpert } from "./protocol.ts";
import { CustomExpertService } from "./service.ts";

const FOLDER = "e2e/fixtures/causal";
const FILES = ["config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json"] as const;
const manifest = JSON.parse(readFileSync("models/library.json", "utf8"));

interface Reference {
  texts: { text: string; ids: number[] }[];
  chat: number[];
  [file: `model_${string}`]: { losses: number[][]; prompt: string; ids: number[]; next: number[]; margin: number[] };
}
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const python: Reference = json(`${FOLDER}/reference.json`);

const reference = (path: string): FileReference => ({ url: path, sha256: path, bytes: readFileSync(path).length });
const fetch: Fetch = async (url) => new Uint8Array(readFileSync(url)).buffer;
const context = { signal: new AbortController().signal, progress: () => {} };

function fixture(form: string): OpenCustomExpert {
  const model = `onnx/${form}.onnx`;
  const [config, tokenizer, settings, generation] = FILES.map((path) => json(`${FOLDER}/${path}`));
  return {
    key: form,
    files: Object.fromEntries([...FILES, model].map((path) => [path, reference(`${FOLDER}/${path}`)])),
    model,
    data: [],
    device: "wasm",
    rounded: true,
    facts: languageModelFacts({ config, tokenizer, settings, generation, template: false }, "fixture"),
    tokenizer: reference(`models/${manifest.tokenizer}`),
  };
}

let service: CustomExpertService;

beforeAll(() => {
  service = new CustomExpertService(transformersLoader, fetch);
});

describe("a decoder with 4-bit weights", () => {
  const expert = fixture("model_q4");

  test("reads a text into Python's ids and losses; nothing is put in front, so the first token has no loss", async () => {
    const { losses } = python["model_q4.onnx" as `model_${string}`]!;
    for (const [k, { text, ids }] of python.texts.entries()) {
      const { causal, measured, masks } = await service.fill({ expert, text, masks: [], topK: 1 }, context);
      expect(causal!.tokens.map(({ id }) => id)).toEqual(ids);
      expect(causal!.tokens[0]!.nats).toBeNull();
      causal!.tokens.slice(1).forEach(({ nats }, t) => {
        expect(Math.abs(nats! - losses[k]![t]!)).toBeLessThan(1e-3);
      });
      expect(causal!.bytes).toBe(Buffer.byteLength(text));
      // The library fills masks: a causal loss is not on its scale.
      expect([measured, masks]).toEqual([null, []]);
    }
  });

  test("continues with Python's greedy tokens, its keys and values kept between two of them", async () => {
    const { prompt, next, margin } = python["model_q4.onnx" as `model_${string}`]!;
    const written: string[] = [];
    const { ids, text } = await service.continue(
      { expert, text: prompt, chat: false, temperature: 0, seed: 1, most: next.length },
      { ...context, progress: ({ text: soFar }) => written.push(soFar!) },
    );
    expect(Math.min(...margin)).toBeGreaterThan(0.1);
    expect(ids).toEqual(next);
    expect(written).toHaveLength(next.length);
    expect(text.startsWith(written[3]!)).toBe(true);
  });

  test("draws the same continuation from the same seed, and another from another", async () => {
    const of = async (seed: number) =>
      (await service.continue({ expert, text: "The court", chat: false, temperature: 1.5, seed, most: 8 }, context))
        .ids;
    expect(await of(3)).toEqual(await of(3));
    expect(await of(4)).not.toEqual(await of(3));
  });

  test("stops when it is told to", async () => {
    const stop = new AbortController();
    const running = service.continue(
      { expert, text: "The court", chat: false, temperature: 0, seed: 1, most: 200 },
      { signal: stop.signal, progress: ({ loaded }) => loaded === 3 && stop.abort() },
    );
    await expect(running).rejects.toThrow(/abort/i);
  });

  test("reads up to the first mask", async () => {
    const reading = async (text: string) => (await service.fill({ expert, text, masks: [], topK: 1 }, context)).causal!;
    const { tokens, truncated } = await reading("The court [MASK] the case.");
    expect(tokens.map(({ id }) => id)).toEqual((await reading("The court")).tokens.map(({ id }) => id));
    expect(truncated).toBe(true);
    await expect(reading("[MASK] the case.")).rejects.toThrow(/no text before the first mask/);
  });

  test("is measured word by word like its tokens: the first word, which nothing predicts, does not count", async () => {
    const { text } = python.texts[0]!;
    const counts = await service.words({ expert, text }, context);
    expect([...counts]).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1]);
    const { nats, characters, perToken } = await service.measure({ expert, text, counts }, context);
    const { causal } = await service.fill({ expert, text, masks: [], topK: 1 }, context);
    const first = causal!.tokens.findIndex(({ text: token }, k) => k > 0 && token.startsWith(" "));
    const sum = causal!.tokens.slice(first).reduce((total, one) => total + one.nats!, 0);
    expect(nats).toBeCloseTo(sum, 4);
    expect([characters, perToken]).toEqual([text.replace(/\s/g, "").length - 3, null]);
  });
});

test("in a causal library its loss is on the library's scale, in nats per character", async () => {
  const expert = { ...fixture("model_q4"), scale: { task: "causal", unit: "nats per character" } as const };
  const { text } = python.texts[0]!;
  const { measured, causal } = await service.fill({ expert, text, masks: [], topK: 1 }, context);
  expect(measured).toEqual({ loss: causal!.nats / causal!.characters, masked: causal!.scored, over: "tokens" });
});

test("a chat is what the template makes of it: Python's ids", async () => {
  const files = new Map(
    FILES.map((path) => [path as string, new Uint8Array(readFileSync(`${FOLDER}/${path}`)).buffer]),
  );
  const tokenizer = await transformersLoader.tokenizer(files, "wasm");
  const { causal } = openCausal(tokenizer, fixture("model_q4").facts, 640, {} as never);
  expect(causal.chat!(python.texts[0]!.text)).toEqual(python.chat);
});

test("8-bit weights round activations, by engine: near Python's losses", async () => {
  const expert = fixture("model_quantized");
  const { losses } = python["model_quantized.onnx" as `model_${string}`]!;
  const { causal } = await service.fill({ expert, text: python.texts[0]!.text, masks: [], topK: 1 }, context);
  const mean = losses[0]!.reduce((sum, loss) => sum + loss, 0) / losses[0]!.length;
  expect(Math.abs(causal!.nats / causal!.scored - mean)).toBeLessThan(0.1);
});

test.each<[string, () => Uint8Array<ArrayBuffer>, RegExp]>([
  [
    "that is cut short",
    () => cut(`${FOLDER}/onnx/model_q4.onnx`),
    /cannot be opened: .*damaged or truncated\. Fetch it again/,
  ],
  ["of a masked model", () => read("e2e/fixtures/newcomer/onnx/model_int8.onnx"), /token_type_ids\. Export it again/],
])("a file %s is refused with what to do", async (_, content, sentence) => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  const expert = { ...fixture("model_q4"), key: "broken" };
  const broken: Fetch = async (url, ...rest) => (url.endsWith("q4.onnx") ? content().buffer : fetch(url, ...rest));
  await expect(new CustomExpertService(transformersLoader, broken).open(expert, context)).rejects.toThrow(sentence);
});

const read = (path: string) => new Uint8Array(readFileSync(path));
const cut = (path: string) => read(path).slice(0, 90_000);
