import type { Matrix } from "../../core/matrix.ts";
import type { Benchmark } from "./benchmark.ts";

export interface ReadingOptions {
  signal?: AbortSignal | undefined;
  /** Bytes of the file that are decoded, about, and in all. */
  onProgress?: ((loaded: number, total: number) => void) | undefined;
}

/**
 * Decodes the Parquet files of one library away from the page, as large ones take seconds. The app's own runs in a worker
 * (src/benchmark). `content` is moved to the reader: it is empty afterwards. Every method rejects with an error whose message names the
 * file, or with the signal's reason.
 */
export interface BenchmarkReader {
  /** See `readBenchmark` in parquet.ts. */
  prompts(
    content: ArrayBuffer,
    expertIds: readonly string[],
    file: string,
    options?: ReadingOptions,
  ): Promise<Benchmark>;
  /** Decodes a file of the router's states and gives their number: see `readEmbeddings`. */
  countStates(content: ArrayBuffer, size: number, file: string, options?: ReadingOptions): Promise<number>;
  /** See `readReferences`. */
  references<Method extends string>(
    content: ArrayBuffer,
    methods: readonly Method[],
    expertIds: readonly string[],
    ids: readonly string[],
    file: string,
    options?: ReadingOptions,
  ): Promise<Partial<Record<Method, Matrix>>>;
  /** Gives its memory back, and rejects what is under way. Nothing more may be asked of it. */
  end(): void;
}

/** Starts a reader for one library. */
export type StartReader = () => BenchmarkReader;
