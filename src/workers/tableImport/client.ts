import type { ReadLibrary, ReadOptions } from "../../library/import/readLibrary.ts";
import { WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { TableCalls } from "./protocol.ts";

/**
 * The page's handle on the import of routing tables. Every table gets a worker of its own, which is ended with it: reading a table is
 * one long piece of work that hears of nothing on the way, so ending its worker is what cancels it, and gives its memory back.
 */
export class TableClient {
  readonly #createWorker: () => WorkerLike;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  /**
   * Imports a table as a library of figures alone.
   * @param content moved into the worker: it is empty afterwards
   * Rejects with an error whose message names the place, or with the signal's reason when aborted.
   */
  async import(
    content: ArrayBuffer,
    name: string,
    { signal, onProgress }: Pick<ReadOptions, "signal" | "onProgress"> = {},
  ): Promise<ReadLibrary> {
    signal?.throwIfAborted();
    const caller = new WorkerCaller<TableCalls>(this.#createWorker());
    try {
      return await caller.call(
        "import",
        { content, name },
        { signal, onProgress: ({ loaded, total }) => onProgress?.(loaded, total), transfer: [content] },
      );
    } finally {
      caller.end(new InferenceError("DisposedError", "The import of the table has ended."));
    }
  }
}
