import { readFileSync } from "node:fs";
import type { Benchmark } from "../../src/library/benchmark/benchmark.ts";
import { readBenchmark } from "../../src/library/benchmark/parquet.ts";
import { type Judged, judgedPrompts as judged } from "../../src/library/testing/judged.ts";
import { manifest } from "./explorer.ts";

export { type Judged, mean } from "../../src/library/testing/judged.ts";

export const EXPERTS = manifest.experts.map(({ id }) => id);

/** The shipped benchmark, read from its Parquet file: the page's content must follow from it. */
export function shippedBenchmark(): Promise<Benchmark> {
  const file = readFileSync(`models/${manifest.benchmark.prompts}`);
  return readBenchmark(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer, EXPERTS);
}

/** Every headline prompt of the shipped library, by plain search over its experts. */
export const judgedPrompts = (benchmark: Benchmark): Judged[] => judged(benchmark, EXPERTS);
