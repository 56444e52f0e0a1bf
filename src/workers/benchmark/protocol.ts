/** @file The messages between the page and the worker that decodes benchmarks. */

import type { Matrix } from "../../core/matrix.ts";
import type { Manifest } from "../../library/manifest/manifest.ts";
import type { Specialisation } from "../../library/specialisation/specialisation.ts";
import type { PackedBenchmark } from "./packedBenchmark.ts";

/** `file`: its name in errors. */
interface FileRequest {
  content: ArrayBuffer;
  file: string;
}

/** Progress is reported in bytes of the file. */
export type BenchmarkCalls = {
  manifest: { request: FileRequest; result: Manifest };
  prompts: { request: FileRequest & { expertIds: readonly string[] }; result: PackedBenchmark };
  countStates: { request: FileRequest & { size: number }; result: number };
  references: {
    request: FileRequest & { methods: readonly string[]; expertIds: readonly string[]; ids: readonly string[] };
    result: Partial<Record<string, Matrix>>;
  };
  specialisation: { request: FileRequest; result: Specialisation };
};
