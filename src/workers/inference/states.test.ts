import { expect, test } from "vitest";
import { statesOf } from "./states.ts";
import type { Vocabulary } from "./text/words.ts";
import type { Batch } from "./types.ts";

/** A letter is a token; four of them fit. */
const vocabulary: Vocabulary = {
  tokenize: (text) => [...text].map((letter) => letter.codePointAt(0)! - 96),
  isBlank: () => false,
  mask: 0,
  unknown: null,
  frame: [[100], [200]],
  room: 4,
};

/** Two numbers of a sequence: its sum, and its length. */
function played() {
  const batches: Batch[] = [];
  const run = async (batch: Batch) => {
    batches.push(batch);
    const of = (row: number) => Array.from(batch.ids.slice(row * batch.columns, (row + 1) * batch.columns), Number);
    const state = Array.from({ length: batch.rows }, (_, row) => [of(row).reduce((a, b) => a + b), batch.columns]);
    return { state: Float32Array.from(state.flat()) };
  };
  return { batches, run };
}

test("a state is the mean over the windows of a text, whatever stands beside it", async () => {
  const { run } = played();
  const texts = ["abc", "", "abcdabcd", "abcde", "b"];
  const { columns, data } = await statesOf(texts, vocabulary, run);
  expect(columns).toBe(2);
  expect([...data]).toEqual([306, 5, 300, 2, 310, 6, (310 + 305) / 2, (6 + 3) / 2, 302, 3]);
  for (const [row, text] of texts.entries()) {
    const alone = await statesOf([text], vocabulary, run);
    expect([...alone.data]).toEqual([...data.slice(2 * row, 2 * row + 2)]);
  }
});

test("windows of one length run together, shortest first, in batches of a bounded size", async () => {
  const { run, batches } = played();
  await statesOf([...Array.from({ length: 20 }, () => "abc"), "a", "zz"], vocabulary, run);
  expect(batches.map(({ rows, columns }) => [rows, columns])).toEqual([
    [1, 3],
    [1, 4],
    [16, 5],
    [4, 5],
  ]);
  expect(await statesOf([], vocabulary, run)).toMatchObject({ columns: 0 });
});
