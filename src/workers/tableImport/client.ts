import type { ImportChoices, TableLook } from "../../library/evaluationTable/importer.ts";
import type { ReadLibrary, ReadOptions } from "../../library/import/readLibrary.ts";
import { WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { TableCalls, TableFiles, WriteRequest } from "./protocol.ts";

type Options = Pick<ReadOptions, "signal" | "onProgress">;

/** Files being imported. The caller that opened them closes them. */
export interface OpenTables {
  /** Rejects with an error whose message names the place, or with the signal's reason when aborted. */
  look(choices: ImportChoices, options?: Options): Promise<TableLook>;
  build(choices: ImportChoices, options?: Options): Promise<ReadLibrary>;
  /** Stops all work and frees its memory. */
  end(): void;
}

/**
 * The page's handle on importing evaluation tables. Every import gets a worker of its own. Reading a table is one long computation
 * that cannot receive messages, so terminating its worker is what cancels it and frees its memory.
 */
export class TableClient {
  readonly #createWorker: () => WorkerLike;

  constructor(createWorker: () => WorkerLike) {
    this.#createWorker = createWorker;
  }

  /** Starts an import. */
  open(given: TableFiles): OpenTables {
    const caller = new WorkerCaller<TableCalls>(this.#createWorker());
    const opened = caller.call("open", given);
    // The next call reports it.
    opened.catch(() => undefined);
    const ask = async <T extends "look" | "build">(
      type: T,
      choices: ImportChoices,
      { signal, onProgress }: Options = {},
    ) => {
      signal?.throwIfAborted();
      await opened;
      return caller.call(type, choices, { signal, onProgress: ({ loaded, total }) => onProgress?.(loaded, total) });
    };
    return {
      look: (choices, options) => ask("look", choices, options),
      build: (choices, options) => ask("build", choices, options),
      end: () => caller.end(new InferenceError("DisposedError", "The import of the table has ended.")),
    };
  }

  /** Writes a table as a file, in a worker of its own. Rejects like `OpenTables`. */
  async write(request: WriteRequest): Promise<Blob> {
    const caller = new WorkerCaller<TableCalls>(this.#createWorker());
    try {
      return await caller.call("write", request, { transfer: request.texts ? [request.texts.content] : [] });
    } finally {
      caller.end(new InferenceError("DisposedError", "The table has been written."));
    }
  }

  /** Imports files as interpreted, without review. Rejects like `OpenTables`. */
  async import(given: TableFiles, options: Options = {}): Promise<ReadLibrary> {
    options.signal?.throwIfAborted();
    const tables = this.open(given);
    const abort = () => tables.end();
    options.signal?.addEventListener("abort", abort);
    try {
      return await tables.build({}, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      throw error;
    } finally {
      options.signal?.removeEventListener("abort", abort);
      tables.end();
    }
  }
}
