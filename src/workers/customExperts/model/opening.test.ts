import { beforeEach, describe, expect, test, vi } from "vitest";
import { InferenceError } from "../../../rpc/errors.ts";
import type { Batch } from "../../inference/types.ts";
import type { OpenCustomExpert } from "../protocol.ts";
import { CustomExpertService } from "../service.ts";
import { contextOf, expertOf, filesOf, graphOf, SIZE, standInLoader } from "../testing.ts";
import type { Graph } from "./graph.ts";

type Logits = (batch: Batch) => Float32Array;

/** Every position prefers one word by this much, plus a little. */
const preferring =
  (word: number, height = 5, more = 0): Logits =>
  ({ rows, columns }) =>
    Float32Array.from({ length: rows * columns * SIZE }, (_, k) => (k % SIZE === word ? height : 0) + more * (k % 2));

let onDevice: { wasm: () => Graph; webgpu: () => Graph };
let log: string[];

beforeEach(() => {
  log = [];
  onDevice = { wasm: () => graphOf(preferring(4)), webgpu: () => graphOf(preferring(4)) };
});

const start = (changes: Partial<OpenCustomExpert> = {}) => {
  const loader = standInLoader((_, device) => {
    log.push(device);
    return onDevice[device]();
  });
  const service = new CustomExpertService(loader, filesOf);
  return { service, opened: service.open({ ...expertOf("a"), ...changes }, contextOf()) };
};

describe("an expert for WebGPU", () => {
  test("runs there if it predicts the same as on WASM, of which nothing stays loaded", async () => {
    onDevice.webgpu = () => graphOf(preferring(4, 5, 1e-5));
    const { service, opened } = start({ device: "webgpu" });
    expect(await opened).toMatchObject({ device: "webgpu", notes: [] });
    expect([log, service.holdings().models]).toEqual([["wasm", "webgpu"], 1]);
  });

  test("runs on WASM, with the reason, if it predicts something else there", async () => {
    onDevice.webgpu = () => graphOf(preferring(5));
    const { service, opened } = start({ device: "webgpu", rounded: true });
    expect(await opened).toMatchObject({
      device: "wasm",
      notes: [expect.stringMatching(/WebGPU and WASM give different predictions.*\d+% .*runs on WASM/)],
    });
    expect([log, service.holdings().models]).toEqual([["wasm", "webgpu", "wasm"], 1]);
    const filled = await service.fill(
      { expert: { ...expertOf("a"), device: "webgpu" }, text: "one [MASK]", masks: [], topK: 1 },
      contextOf(),
    );
    expect(filled.backend).toBe("wasm");
  });

  test.each([
    ["numbers that are none", preferring(4, Number.NaN)],
    ["the same of everything", preferring(4, 0)],
  ])("is not trusted with %s", async (_, logits) => {
    onDevice.webgpu = () => graphOf(logits);
    expect(await start({ device: "webgpu", rounded: true }).opened).toMatchObject({ device: "wasm" });
  });

  test("may differ slightly if its weights have fewer bits, and not otherwise", async () => {
    onDevice.webgpu = () => graphOf(preferring(4, 5.3));
    expect(await start({ device: "webgpu", rounded: true }).opened).toMatchObject({ device: "webgpu" });
    expect(await start({ device: "webgpu", rounded: false }).opened).toMatchObject({ device: "wasm" });
  });

  test("that WASM cannot start is refused, and nothing stays open", async () => {
    onDevice.wasm = () => {
      throw new InferenceError("ModelError", "Its weights cannot be opened: no.");
    };
    const { service, opened } = start({ device: "webgpu" });
    await expect(opened).rejects.toThrow(/only if WASM gives the same predictions.*Its weights cannot be opened: no\./);
    expect(service.holdings().models).toBe(0);
  });

  test("that fails there leaves nothing behind", async () => {
    onDevice.webgpu = () =>
      graphOf(() => {
        throw new InferenceError("ModelError", "The GPU was lost.");
      });
    const { service, opened } = start({ device: "webgpu" });
    await expect(opened).rejects.toThrow("The GPU was lost.");
    expect(service.holdings().models).toBe(0);
  });
});

describe("a model that cannot be used", () => {
  test.each<[string, () => Graph, RegExp]>([
    ["its predictions are not numbers", () => graphOf(preferring(4, Number.NaN)), /not numbers/],
    [
      "it reads one length alone",
      () => graphOf(preferring(4), { inputs: [{ name: "input_ids", type: "int64", shape: ["n", 128] }] }),
      /exactly 128 tokens/,
    ],
    ["its mask is beyond its words", () => graphOf(({ columns }) => new Float32Array(columns * 2)), /does not belong/],
  ])("is refused when it is opened: %s", async (_, graph, sentence) => {
    onDevice.wasm = graph;
    const { service, opened } = start();
    await expect(opened).rejects.toThrow(sentence);
    expect(service.holdings().models).toBe(0);
  });
});

test("words of the tokenizer that the model lacks do not count, and are never run", async () => {
  const seen = new Set<number>();
  onDevice.wasm = () =>
    graphOf(({ columns, ids }) => {
      for (const id of ids) seen.add(Number(id));
      return new Float32Array(columns * 6);
    });
  const { service } = start();
  const text = "one two three";
  expect([...(await service.words({ expert: expertOf("a"), text }, contextOf()))]).toEqual([1, 1, 0]);
  await service.fill({ expert: expertOf("a"), text: `${text} [MASK]`, masks: [], topK: 1 }, contextOf());
  expect(Math.max(...seen)).toBeLessThan(6);
});

test("a fresh download is opened from memory if the browser stores nothing, and the page is told", async () => {
  const fetched = vi.fn(async () => new Response("{}"));
  vi.stubGlobal("fetch", fetched);
  const asked: string[] = [];
  const files = { "a.onnx": { url: "https://hub.example/a.onnx", bytes: 2, sha256: null } };
  const service = new CustomExpertService(
    standInLoader(() => graphOf(preferring(4))),
    (url, ...rest) => {
      asked.push(url);
      return filesOf(url, ...rest);
    },
  );
  const had = await service.download({ files, device: "wasm", token: null }, contextOf());
  expect(had.kept).toBe(false);
  expect(service.holdings().bytes).toBe(2);
  const expert = expertOf("a");
  await service.open({ ...expert, files: { ...expert.files, ...had.files } }, contextOf());
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(asked).not.toContain(files["a.onnx"].url);
  expect(service.holdings().bytes).toBe(0);
  vi.unstubAllGlobals();
});
