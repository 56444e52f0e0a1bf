import type { ImportChoices, TableLook } from "../../library/evaluationTable/importer.ts";
import type { ReadLibrary, ReadOptions } from "../../library/import/readLibrary.ts";
import { WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { TableCalls, TableFiles } from "./protocol.ts";

type Options = Pick<ReadOptions, "signal" | "onProgress">;

/** Files whose import is under way. Whoever has opened them ends them. */
export interface OpenTables {
  /** Rejects with an error whose message names the place, or with the signal's reason when aborted. */
  look(choices: ImportChoices, options?: Options): Promise<TableLook>;
  build(choices: ImportChoices, options?: Options): Promise<ReadLibrary>;
  /** Ends the work, whatever it is at, and gives its memory back. */
  end(): void;
}

/**
 * The page's handle on the import of evaluation tables. Every import gets a worker of its own, which is ended with it: reading a table is
 * one long piece of work that hears of nothing on the way, so ending its worker is what cancels it, and gives its memory back.
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
    // Whoever asks next hears of it.
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

  /** Imports files as they are understood, without a look at them first. Rejects as `OpenTables` does. */
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
