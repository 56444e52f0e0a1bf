import { expect, test } from "vitest";
import type { Benchmark } from "./benchmark.ts";
import { resamplingOf } from "./resampling.ts";

const benchmark = (source: string[], document: number[] | null = null) =>
  ({ rows: source.length, source, document: document && Int32Array.from(document) }) as Benchmark;

test("a library is resampled by document, else by source, else by prompt", () => {
  expect(resamplingOf(benchmark(["a", "a", "b"], [9, 4, 9]), true)).toEqual({
    unit: "document",
    clusters: Int32Array.of(0, 1, 0),
  });
  expect(resamplingOf(benchmark(["a", "b", "a"]), true)).toEqual({ unit: "source", clusters: Int32Array.of(0, 1, 0) });
  for (const source of [
    ["a", "a", "a"],
    ["a", "", "b"],
  ]) {
    expect(resamplingOf(benchmark(source), true)).toEqual({ unit: "prompt", clusters: Int32Array.of(0, 1, 2) });
  }
});

test("in a table of figures alone the source is the data set: prompts are resampled, repeated ones together", () => {
  expect(resamplingOf(benchmark(["gsm", "gsm", "law"]), false).clusters).toEqual(Int32Array.of(0, 1, 2));
  expect(resamplingOf(benchmark(["gsm", "gsm", "law"], [0, 0, 2]), false)).toEqual({
    unit: "prompt",
    clusters: Int32Array.of(0, 0, 1),
  });
});

test("the same benchmark is numbered once", () => {
  const same = benchmark(["a", "b"], [1, 2]);
  expect(resamplingOf(same, true)).toBe(resamplingOf({ ...same }, true));
});
