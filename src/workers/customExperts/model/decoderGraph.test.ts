import { expect, test } from "vitest";
import { CustomExpertService } from "../service.ts";
import { contextOf, expertOf, filesOf, graphOf, SIZE, standInLoader } from "../testing.ts";
import { decoderOf } from "./decoderGraph.ts";
import type { Feed, Graph, Output } from "./graph.ts";

const HEADS = 2;
const int = (name: string, shape: (number | string)[] = ["batch", "tokens"]) => ({ name, type: "int64", shape });
const past = (name: string, type = "float32") => ({ name, type, shape: ["batch", HEADS, "past", 3] });

/** A graph that prefers the token after the last; it records what it is given, and returns keys of all tokens so far. */
function counting(inputs: Graph["inputs"]) {
  const given: Record<string, Feed>[] = [];
  const run: Graph["run"] = async (feeds) => {
    given.push({ ...feeds });
    const ids = Array.from(feeds.input_ids!.data as BigInt64Array, Number);
    const kept = feeds.num_logits_to_keep ? Number(feeds.num_logits_to_keep.data[0]) : 0;
    const read = kept === 0 ? ids : ids.slice(-kept);
    const logits = Float32Array.from({ length: read.length * SIZE }, (_, k) =>
      k % SIZE === (read[Math.floor(k / SIZE)]! + 1) % SIZE ? 1 : 0,
    );
    const length = (feeds["past_key_values.0.key"]?.dims[2] ?? 0) + ids.length;
    const dims = [1, HEADS, length, 3];
    const data = new Float32Array(HEADS * length * 3);
    const present: Output = { dims, read: () => data, feed: () => ({ type: "float32", data, dims }) };
    return { logits: { dims: [1, read.length, SIZE], read: () => logits }, "present.0.key": present };
  };
  return { graph: { inputs, run, release: async () => {} } satisfies Graph, given };
}

const best = (logits: Float32Array) => logits.indexOf(Math.max(...logits));

test("with past key values a continuation reads each token once, at its position; scoring begins with none of them", async () => {
  const inputs = [int("input_ids"), int("attention_mask"), int("position_ids"), past("past_key_values.0.key")];
  const { graph, given } = counting([...inputs, int("num_logits_to_keep", [])]);
  const decoder = decoderOf(graph);
  expect((await decoder.score([1, 2, 3])).length).toBe(3 * SIZE);
  const next = decoder.begin();
  expect([best(await next([1, 2])), best(await next([3]))]).toEqual([3, 4]);
  const seen = given.map((feeds) => [
    Array.from(feeds.position_ids!.data, Number),
    feeds.attention_mask!.dims[1],
    feeds["past_key_values.0.key"]!.dims[2],
    Number(feeds.num_logits_to_keep!.data[0]),
  ]);
  expect(seen).toEqual([
    [[0, 1, 2], 3, 0, 0],
    [[0, 1], 2, 0, 1],
    [[2], 3, 2, 1],
  ]);
});

test("a merged decoder is told when there is a past", async () => {
  const inputs = [
    int("input_ids"),
    past("past_key_values.0.key"),
    { name: "use_cache_branch", type: "bool", shape: [1] },
  ];
  const { graph, given } = counting(inputs);
  const next = decoderOf(graph).begin();
  await next([1]);
  await next([2]);
  expect(given.map((feeds) => feeds.use_cache_branch!.data[0])).toEqual([0, 1]);
});

test("without past key values the whole text is read again for each token", async () => {
  const { graph, given } = counting([int("input_ids"), int("attention_mask")]);
  const next = decoderOf(graph).begin();
  await next([1, 2]);
  expect(best(await next([3]))).toBe(4);
  expect(given.map((feeds) => feeds.input_ids!.dims[1])).toEqual([2, 3]);
});

test("16-bit keys begin with none of them", async () => {
  const { graph, given } = counting([int("input_ids"), past("past_key_values.0.key", "float16")]);
  await decoderOf(graph).score([1]);
  expect(given[0]!["past_key_values.0.key"]).toMatchObject({ type: "float16", dims: [1, HEADS, 0, 3] });
});

test("a graph with other inputs is refused with the way on", () => {
  const { graph } = counting([int("input_ids"), int("encoder_hidden_states")]);
  expect(() => decoderOf(graph)).toThrow(/encoder_hidden_states\. Export it again as text-generation/);
});

test("a decoder that is wrong on WebGPU runs on WASM, and the reader is told", async () => {
  const preferring = (word: number) =>
    graphOf(({ columns }) => Float32Array.from({ length: columns * SIZE }, (_, k) => (k % SIZE === word ? 5 : 0)));
  const loader = standInLoader((_, device) => preferring(device === "wasm" ? 4 : 5));
  const service = new CustomExpertService(loader, filesOf);
  const expert = expertOf("a");
  const causal = { stops: [2], chat: false };
  const facts = { ...expert.facts, mask: "", before: null, after: null, causal };
  const opened = await service.open({ ...expert, facts, device: "webgpu", rounded: true }, contextOf());
  expect(opened).toMatchObject({ device: "wasm", notes: [expect.stringMatching(/WebGPU and WASM give different/)] });
  expect(service.holdings().models).toBe(1);
});
