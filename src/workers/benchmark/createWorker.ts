import type { BenchmarkReader } from "../../library/benchmark/benchmarkReader.ts";
import { ownScript } from "../../rpc/ownScript.ts";
import { BenchmarkClient } from "./client.ts";
import address from "./worker.ts?worker&url";

export function readInWorker(): BenchmarkReader {
  return new BenchmarkClient(new Worker(ownScript(address), { type: "module", name: "benchmark" }));
}
