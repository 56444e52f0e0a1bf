import { expect, test } from "vitest";
import type { Model } from "./engine/engine.ts";
import { fillMasks, measureLoss } from "./fill.ts";
import { tokenizerJson } from "./testing.ts";
import { PromptEncoder } from "./text/prompt.ts";

const VOCABULARY = 261;
const encoder = new PromptEncoder(tokenizerJson(), 128);
const idOf = (letter: string) => 5 + letter.charCodeAt(0);

/** An expert with the logits that `logit` gives for a token at a position, knowing the sequence. */
function expert(logit: (token: number, position: number, ids: number[]) => number): Model & { rows: number[] } {
  const rows: number[] = [];
  return {
    rows,
    async run(batch) {
      rows.push(batch.rows);
      const logits = new Float32Array(batch.rows * batch.columns * VOCABULARY);
      for (let row = 0; row < batch.rows; row++) {
        const ids = [...batch.ids.subarray(row * batch.columns, (row + 1) * batch.columns)].map(Number);
        for (let position = 0; position < batch.columns; position++) {
          const start = (row * batch.columns + position) * VOCABULARY;
          for (let token = 0; token < VOCABULARY; token++) logits[start + token] = logit(token, position, ids);
        }
      }
      return { logits };
    },
    release: async () => undefined,
  };
}

test("every mask gets its own predictions", async () => {
  const model = expert((token, position) => (token === idOf("abcdefgh"[position]!) ? 10 : 0));
  const { masks, measured } = await fillMasks(model, encoder.encode("x[MASK]y[MASK]")!, encoder, 2, []);
  expect(measured).toBeNull();
  expect(masks.map(({ position, predictions }) => [position, predictions[0]!.text])).toEqual([
    [2, "c"],
    [4, "e"],
  ]);
  expect(masks[0]!.predictions).toHaveLength(2);
  expect(masks[0]!.predictions[0]!.probability).toBeCloseTo(Math.exp(10) / (Math.exp(10) + VOCABULARY - 1), 6);
});

test("a uniform expert has a loss of ln of the vocabulary, over every token once", async () => {
  const model = expert(() => 0);
  const measured = await measureLoss(model, encoder.encode("twelve chars")!, encoder.mask);
  expect(measured!.masked).toBe(12);
  expect(measured!.loss).toBeCloseTo(Math.log(VOCABULARY), 5);
  expect(model.rows).toEqual([7]);
});

test("the loss is the same for any number of copies per run", async () => {
  const model = expert((token, position, ids) => Math.sin(token * position + ids.length));
  const prompt = encoder.encode("twelve chars")!;
  const whole = await measureLoss(model, prompt, encoder.mask);
  for (const atOnce of [1, 3]) expect(await measureLoss(model, prompt, encoder.mask, atOnce)).toEqual(whole);
  expect(model.rows).toEqual([7, 1, 1, 1, 1, 1, 1, 1, 3, 3, 1]);
});

test("only hidden tokens count: an expert that copies its input gains nothing", async () => {
  const copying = expert((token, position, ids) => (token === ids[position] ? 50 : 0));
  const measured = await measureLoss(copying, encoder.encode("twelve chars")!, encoder.mask);
  expect(measured!.loss).toBeGreaterThan(40);
});

test("the loss is the mean over tokens of −ln p of the true one", async () => {
  const favoursA = expert((token) => (token === idOf("a") ? Math.log(VOCABULARY - 1) : 0));
  const measured = await measureLoss(favoursA, encoder.encode("aaab")!, encoder.mask);
  const half = Math.log(2);
  expect(measured!.loss).toBeCloseTo((3 * half + half + Math.log(VOCABULARY - 1)) / 4, 5);
});

test("the loss of hidden words is that of the true ones, which are reported with the predictions", async () => {
  const favoursA = expert((token) => (token === idOf("a") ? Math.log(VOCABULARY - 1) : 0));
  const { masks, measured } = await fillMasks(favoursA, encoder.encode("xaby[MASK]")!, encoder, 1, [2, 1, 4, 7, -1]);
  expect(masks.map(({ position, truth }) => [position, truth?.text ?? null])).toEqual([
    [2, "a"],
    [3, "b"],
    [5, null],
  ]);
  expect(masks[0]!.truth!.probability).toBeCloseTo(0.5, 5);
  const half = Math.log(2);
  expect(measured).toMatchObject({ masked: 2, over: "masks" });
  expect(measured!.loss).toBeCloseTo((half + half + Math.log(VOCABULARY - 1)) / 2, 5);
});

test("hidden words are hidden from the expert", async () => {
  const copying = expert((token, position, ids) => (token === ids[position] ? 50 : 0));
  const { measured } = await fillMasks(copying, encoder.encode("words")!, encoder, 1, [0, 3]);
  expect(measured!.loss).toBeGreaterThan(40);
});

test("a text's own masks stay hidden while its other tokens are measured; an all-mask text cannot be measured", async () => {
  const nothing = expert(() => 0);
  expect(await measureLoss(nothing, encoder.encode("ab[MASK]cd")!, encoder.mask)).toMatchObject({ masked: 4 });
  expect(await measureLoss(nothing, encoder.encode("[MASK]")!, encoder.mask)).toBeNull();
});
