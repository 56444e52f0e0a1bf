import { readFileSync } from "node:fs";
import type { Benchmark } from "../src/library/benchmark/benchmark.ts";
import { readBenchmark } from "../src/library/benchmark/parquet.ts";
import { manifest } from "./explorer.ts";

export const EXPERTS = manifest.experts.map(({ id }) => id);

/** The shipped benchmark, read from its Parquet file: what the page shows must follow from it. */
export function shippedBenchmark(): Promise<Benchmark> {
  const file = readFileSync(`models/${manifest.benchmark.prompts}`);
  return readBenchmark(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer, EXPERTS);
}

/** One headline prompt, with the router's choice at λ = 0. */
export interface Judged {
  id: string;
  domain: string;
  part: string;
  chosen: string;
  loss: number;
  best: number;
  regret: number;
  /** How many experts are within 0.05 nats of the best. */
  right: number;
  x: number;
  y: number;
}

/** Every headline prompt, by plain search over the experts. */
export function judgedPrompts({ ids, kind, domain, part, losses, predicted, x, y }: Benchmark): Judged[] {
  return ids.flatMap((id, row) => {
    if (kind[row] !== "window") return [];
    const cells = (table: typeof losses) => EXPERTS.map((_, i) => table.data[row * EXPERTS.length + i]!);
    const expected = cells(predicted);
    const choice = expected.indexOf(Math.min(...expected));
    const loss = cells(losses)[choice]!;
    const best = Math.min(...cells(losses));
    const regret = loss - best;
    const right = cells(losses).filter((other) => other <= best + 0.05).length;
    const at = { x: x[row]!, y: y[row]! };
    return [{ id, domain: domain[row]!, part: part[row]!, chosen: EXPERTS[choice]!, loss, best, regret, right, ...at }];
  });
}

export const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
