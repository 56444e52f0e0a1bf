import type { Matrix } from "../../core/matrix.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Specialisation } from "../specialisation/specialisation.ts";
import type { Benchmark } from "./benchmark.ts";

export interface ReadingOptions {
  signal?: AbortSignal | undefined;
  /** Bytes of the file decoded so far (approximate), and in total. */
  onProgress?: ((loaded: number, total: number) => void) | undefined;
}

/**
 * Reads the files of one library off the main thread: its manifest, whose check needs much code, and its Parquet files, as large ones
 * take seconds. The app's reader runs in a worker (src/workers/benchmark). `content` is transferred to the reader and is empty afterwards. Every method rejects with an error whose
 * message names the file, or with the signal's reason.
 */
export interface BenchmarkReader {
  /** Checks the content of a `library.json`: see `parseManifest`. */
  manifest(content: ArrayBuffer, options?: ReadingOptions): Promise<Manifest>;
  /** See `readBenchmark` in parquet.ts. */
  prompts(
    content: ArrayBuffer,
    expertIds: readonly string[],
    file: string,
    options?: ReadingOptions,
  ): Promise<Benchmark>;
  /** Decodes a file of the router's states and returns their number: see `readEmbeddings`. */
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
  /** Checks the content of a `specialisation.json`: see `parseSpecialisation`. */
  specialisation(content: ArrayBuffer, file: string, options?: ReadingOptions): Promise<Specialisation>;
  /** Frees its memory and rejects pending calls. It can't be used afterwards. */
  end(): void;
}

/** Starts a reader for one library. */
export type StartReader = () => BenchmarkReader;
