import type { ReadLibrary, ReadOptions } from "../../library/import/readLibrary.ts";
import { WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { TableCalls } from "./protocol.ts";

/**
 * The page's handle on importing evaluation tables. Every table gets a worker of its own. Reading a table is one long computation
 * that cannot receive messages, so terminating its worker is what cancels it and frees its memory.
 */
export class TableClient {
  readonly #createWorker: () => WorkerLike;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  /**
   * Imports a table as a library of figures alone.
   * @param content transferred to the worker, and empty afterwards
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
