import { pauses } from "../../core/nextTask.ts";
import type { Benchmark } from "../../library/benchmark/benchmark.ts";
import { type PackedTexts, packTexts, unpackTexts } from "./packedTexts.ts";

/** A benchmark's lists of texts. */
const TEXTS = ["ids", "kind", "domain", "part", "source", "keywords"] as const;
type TextList = (typeof TEXTS)[number];

/** A benchmark as it is sent to the page: its lists of texts packed, unless they are too long for that. */
export type PackedBenchmark = Omit<Benchmark, TextList> & Record<TextList, PackedTexts | string[]>;

export const packBenchmark = (benchmark: Benchmark): PackedBenchmark => {
  const lists = TEXTS.map((name) => [name, packTexts(benchmark[name]) ?? benchmark[name]]);
  return { ...benchmark, ...(Object.fromEntries(lists) as Record<TextList, PackedTexts | string[]>) };
};

/** The benchmark that was packed. Where its lists are long, the page may answer between two of them. */
export async function unpackBenchmark(packed: PackedBenchmark): Promise<Benchmark> {
  const pause = pauses();
  const lists: Partial<Record<TextList, string[]>> = {};
  for (const name of TEXTS) {
    await pause();
    const texts = packed[name];
    lists[name] = Array.isArray(texts) ? texts : unpackTexts(texts);
  }
  await pause();
  return { ...packed, ...(lists as Record<TextList, string[]>) };
}
