import { describe, expect, test } from "vitest";
import { repeated } from "../../inference/text/masking.ts";
import { graphOf } from "../testing.ts";
import { type Feed, type Graph, modelOf } from "./graph.ts";

const SIZE = 3;
const input = (name: string, type = "int64", shape: (string | number)[] = ["n", "m"]) => ({ name, type, shape });
const zeros = (dims: readonly number[]) => ({
  dims,
  read: () => new Float32Array(dims.reduce((product, size) => product * size, 1)),
});
const batch = repeated([5, 6, 7, 8], 2);

function fed(inputs: Graph["inputs"]) {
  const feeds: Record<string, Feed>[] = [];
  const run: Graph["run"] = async (given) => {
    feeds.push(given as Record<string, Feed>);
    return { logits: zeros([2, 4, SIZE]) };
  };
  return { feeds, model: modelOf(graphOf(() => new Float32Array(), { inputs, run })) };
}

describe("a graph", () => {
  test("gets all its inputs, in the required types", async () => {
    const names = ["input_ids", "attention_mask", "token_type_ids", "position_ids", "task_type_ids"];
    const { feeds, model } = fed(names.map((name, k) => input(name, k % 2 ? "int32" : "int64")));
    const { logits } = await model.run(batch);
    expect(logits).toHaveLength(2 * 4 * SIZE);
    const given = Object.entries(feeds[0]!).map(([name, { type, data, dims }]) => [
      name,
      type,
      Array.from(data, Number),
      dims,
    ]);
    const dims = [2, 4];
    expect(given).toEqual([
      ["input_ids", "int64", [5, 6, 7, 8, 5, 6, 7, 8], dims],
      ["attention_mask", "int32", Array(8).fill(1), dims],
      ["token_type_ids", "int64", Array(8).fill(0), dims],
      ["position_ids", "int32", [0, 1, 2, 3, 0, 1, 2, 3], dims],
      ["task_type_ids", "int64", Array(8).fill(0), dims],
    ]);
  });

  test("with a batch size of one is reported", () => {
    expect(fed([input("input_ids", "int64", [1, "m"])]).model.rowsAtOnce).toBe(1);
    expect(fed([input("input_ids")]).model.rowsAtOnce).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ["of one length", [input("input_ids", "int64", ["n", 128])], /reads exactly 128 tokens at a time/],
    ["with pictures", [input("input_ids"), input("pixel_values", "float32")], /pixel_values \(float32\)/],
    ["that reads vectors", [input("inputs_embeds", "float32")], /no input_ids/],
  ])("%s is refused with a message", (_, inputs, sentence) => {
    expect(() => fed(inputs)).toThrow(
      expect.objectContaining({ name: "ModelError", message: expect.stringMatching(sentence) }),
    );
  });

  test.each([
    ["named otherwise", { output_0: zeros([2, 4, SIZE]), pooled: zeros([2, 8]) }, null],
    ["beside others", { logits: zeros([2, 4, SIZE]), hidden: zeros([2, 4, 9]) }, null],
    ["among several", { a: zeros([2, 4, SIZE]), b: zeros([2, 4, 9]) }, /no output “logits” \(but a, b\)/],
    ["without words", { logits: zeros([2, 4]) }, /the shape 2 × 4, not texts × tokens × vocabulary/],
    ["of another length", { logits: zeros([2, 1, SIZE]) }, /the shape 2 × 1 × 3/],
  ])("with logits %s", async (_, outputs, refusal) => {
    const model = modelOf(graphOf(() => new Float32Array(), { run: async () => outputs }));
    if (refusal) await expect(model.run(batch)).rejects.toThrow(refusal);
    else expect((await model.run(batch)).logits).toHaveLength(2 * 4 * SIZE);
  });
});
