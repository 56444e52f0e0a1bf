import type { Benchmark } from "../../library/benchmark/benchmark.ts";
import { type PackedTexts, packTexts, unpackTexts } from "./packedTexts.ts";

/** A benchmark's lists of texts. */
const TEXTS = ["ids", "kind", "domain", "part", "source", "keywords"] as const;
type TextList = (typeof TEXTS)[number];

/** A benchmark as it is sent to the page: its lists of texts packed, unless they are too long for that. */
export type PackedBenchmark = Omit<Benchmark, TextList> & Record<TextList, PackedTexts | string[]>;

export const packBenchmark = (benchmark: Benchmark): PackedBenchmark => ({
  ...benchmark,
  ...eachList((name) => packTexts(benchmark[name]) ?? benchmark[name]),
});

export const unpackBenchmark = (packed: PackedBenchmark): Benchmark => ({
  ...packed,
  ...eachList((name) => {
    const texts = packed[name];
    return Array.isArray(texts) ? texts : unpackTexts(texts);
  }),
});

const eachList = <T>(made: (name: TextList) => T) =>
  Object.fromEntries(TEXTS.map((name) => [name, made(name)])) as Record<TextList, T>;
