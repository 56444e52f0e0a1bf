import type { BenchmarkReader, ReadingOptions } from "../../library/benchmark/benchmarkReader.ts";
import { MANIFEST_FILE } from "../../library/load.ts";
import { WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import { InferenceError } from "../../rpc/errors.ts";
import { unpackBenchmark } from "./packedBenchmark.ts";
import type { BenchmarkCalls } from "./protocol.ts";

/** A column of the largest benchmark takes a second on a slow phone. Without progress for this long, decoding has stalled. */
const TIMEOUT_MS = 60_000;

/**
 * The page's handle on decoding one library's files, in a worker of its own. Decoding a file is one long computation that cannot
 * receive messages, so it is cancelled by terminating the worker. A damaged file can at worst cost that worker.
 */
export class BenchmarkClient implements BenchmarkReader {
  readonly #caller: WorkerCaller<BenchmarkCalls>;
  readonly #patience: number;

  /** @param patience milliseconds without progress after which decoding is aborted */
  constructor(worker: WorkerLike, patience = TIMEOUT_MS) {
    this.#caller = new WorkerCaller(worker);
    this.#patience = patience;
  }

  manifest: BenchmarkReader["manifest"] = (content, options) =>
    this.#read("manifest", { content, file: MANIFEST_FILE }, options);

  prompts: BenchmarkReader["prompts"] = async (content, expertIds, file, options) => {
    const benchmark = await unpackBenchmark(await this.#read("prompts", { content, expertIds, file }, options));
    options?.signal?.throwIfAborted();
    return benchmark;
  };

  countStates: BenchmarkReader["countStates"] = (content, size, file, options) =>
    this.#read("countStates", { content, size, file }, options);

  references: BenchmarkReader["references"] = (content, methods, expertIds, ids, file, options) =>
    this.#read("references", { content, methods, expertIds, ids, file }, options);

  specialisation: BenchmarkReader["specialisation"] = (content, file, options) =>
    this.#read("specialisation", { content, file }, options);

  end(): void {
    this.#caller.end(new InferenceError("DisposedError", "The library is no longer being read."));
  }

  async #read<T extends keyof BenchmarkCalls & string>(
    type: T,
    request: BenchmarkCalls[T]["request"],
    { signal, onProgress }: ReadingOptions = {},
  ): Promise<BenchmarkCalls[T]["result"]> {
    const { file, content } = request;
    const giveUp = () => this.#caller.end(new InferenceError("ParquetError", `${file} could not be read: ${STUCK}`));
    let timer = setTimeout(giveUp, this.#patience);
    try {
      return await this.#caller.call(type, request, {
        signal,
        onProgress: ({ loaded, total }) => {
          clearTimeout(timer);
          timer = setTimeout(giveUp, this.#patience);
          onProgress?.(loaded, total);
        },
        transfer: [content],
      });
    } catch (error) {
      if (!(error instanceof InferenceError) || error.name !== "WorkerError") throw error;
      throw new InferenceError("WorkerError", `${file} could not be read. ${error.message}`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

const STUCK = "decoding it has come to a halt, as damaged files can make it. Build the library again or load it again.";
