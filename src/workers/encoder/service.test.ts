import { expect, test } from "vitest";
import type { EncoderFacts } from "../../library/hub/encoderModel.ts";
import { contextOf, graphOf, standInLoader, wordTokenizer } from "../customExperts/testing.ts";
import type { Batch } from "../inference/types.ts";
import { pooled } from "./pooled.ts";
import { createEncoderService, encoderOf } from "./service.ts";

const facts: EncoderFacts = { pooling: "mean", normalise: false, maxTokens: 5, stated: true };
const request = { files: new Map(), model: "m.onnx", data: [], facts, rounded: false, device: "wasm" as const };

/** A token's state is its id and 1. */
function played() {
  const batches: Batch[] = [];
  const graph = graphOf((batch) => {
    batches.push(batch);
    return Float32Array.from([...batch.ids].flatMap((id) => [Number(id), 1]));
  });
  const run: typeof graph.run = async (feeds) => ({ last_hidden_state: (await graph.run(feeds)).logits! });
  const loader = standInLoader(() => ({ ...graph, run }));
  return { batches, service: createEncoderService(loader) };
}

test.each<[EncoderFacts["pooling"], number[]]>([
  ["mean", [2, 3]],
  ["cls", [3, 0]],
  ["max", [3, 5]],
  ["last", [2, 4]],
])("the %s over a text's tokens", (pooling, expected) => {
  const states = Float32Array.of(3, 0, 1, 5, 2, 4);
  expect([...pooled(states, 2, { ...facts, pooling })]).toEqual(expected);
  const scaled = pooled(states, 2, { ...facts, pooling, normalise: true });
  expect(Math.hypot(...scaled)).toBeCloseTo(1);
});

test("texts are cut to what the encoder reads, with what the tokenizer adds around them", () => {
  const encode = encoderOf(wordTokenizer, 5);
  expect(encode("one two three one two three")).toEqual([1, 4, 5, 6, 2]);
  expect(encode("")).toEqual([1, 2]);
});

test("a text's vector is the same in any company, and unequal lengths are never padded", async () => {
  const { service, batches } = played();
  await service.open(request, contextOf());
  const texts = ["one two", "three", "two two", ""];
  const { result } = await service.embed({ texts }, contextOf());
  expect(result.columns).toBe(2);
  expect([...result.data].map((value) => Math.round(100 * value) / 100)).toEqual([3, 1, 3, 1, 3.25, 1, 1.5, 1]);
  expect(batches.map(({ rows, columns }) => [rows, columns])).toEqual([
    [1, 2],
    [1, 3],
    [2, 4],
  ]);
});

test("weights that round activations read one text at a time", async () => {
  const { service, batches } = played();
  await service.open({ ...request, rounded: true }, contextOf());
  await service.embed({ texts: ["one", "two", "one"] }, contextOf());
  expect(batches.map(({ rows }) => rows)).toEqual([1, 1, 1]);
  await expect(service.embed({ texts: ["one"] }, contextOf(AbortSignal.abort(new Error("no"))))).rejects.toThrow("no");
});

test("a graph that gives words in place of states is refused with what to do", async () => {
  const service = createEncoderService(standInLoader(() => graphOf(({ ids }) => new Float32Array(ids.length * 7))));
  await expect(service.embed({ texts: ["one"] }, contextOf())).rejects.toThrow("No encoder is open");
  await service.open(request, contextOf());
  await expect(service.embed({ texts: ["one"] }, contextOf())).rejects.toThrow(/no vector for each token.*logits/);
});
