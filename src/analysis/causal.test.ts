import { expect, test } from "vitest";
import type { Library } from "../library/load.ts";
import { bitsPerByte, isCausal, isOfOtherTask, shadeOf } from "./causal.ts";

test("bits per byte divide nats by ln 2 and the bytes of the text, as in lm-evaluation-harness", () => {
  // 98.5303 nats over 133 bytes.
  expect(bitsPerByte({ nats: 98.5303, scored: 21, bytes: 133 })).toBeCloseTo(1.06879, 5);
  expect(bitsPerByte({ nats: 0, scored: 0, bytes: 3 })).toBeNaN();
});

test("the shades of surprisal", () => {
  expect([null, 0, 0.99, 1, 3, 5, 7, 8, 20].map(shadeOf)).toEqual([null, 0, 0, 1, 2, 3, 4, 5, 5]);
});

test("an added expert's task is its own; the library's is that of its manifest", () => {
  const added = (causal?: object) => ({ facts: { causal } });
  const calibrated = new Map([
    ["gpt", added({ stops: [], chat: false })],
    ["bert", added()],
  ]);
  const of = (task?: string) => ({ manifest: { task }, calibrated }) as unknown as Library;
  expect(["gpt", "bert", "own"].map((id) => isCausal(of(), id))).toEqual([true, false, false]);
  expect(["gpt", "bert", "own"].map((id) => isOfOtherTask(of(), id))).toEqual([true, false, false]);
  expect(["gpt", "bert", "own"].map((id) => isOfOtherTask(of("causal"), id))).toEqual([false, true, false]);
});
