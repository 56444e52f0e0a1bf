import type { Library } from "../../library/load.ts";
import { type CallOptions, WorkerCaller, type WorkerLike } from "../../rpc/caller.ts";
import { InferenceError } from "../../rpc/errors.ts";
import type { TextCalls } from "./protocol.ts";

/** The texts of one library, in a worker of their own. */
interface Opened {
  baseUrl: string;
  caller: WorkerCaller<TextCalls>;
  ready: Promise<null>;
}

/**
 * The page's handle on the full texts of a table's prompts. They are read when they are first asked for, and freed when another
 * library's are, or by `close`.
 */
export class TextClient {
  #opened: Opened | null = null;

  constructor(private readonly createWorker: () => WorkerLike) {}

  /** A prompt's full text; "" for a library without texts. Rejects with an error whose message names the file. */
  async text(library: Library, row: number, options?: CallOptions): Promise<string> {
    const opened = await this.#open(library);
    return opened ? opened.caller.call("text", { row }, options) : "";
  }

  /** Rows of the prompts that contain a text. Rejects as `text` does, or with the signal's reason. */
  async search(library: Library, wanted: string, options?: CallOptions): Promise<Int32Array> {
    const opened = await this.#open(library);
    options?.signal?.throwIfAborted();
    return opened ? opened.caller.call("search", { wanted }, options) : new Int32Array(0);
  }

  close(): void {
    this.#opened?.caller.end(new InferenceError("DisposedError", "Another library is open."));
    this.#opened = null;
  }

  async #open(library: Library): Promise<Opened | null> {
    const { baseUrl, manifest } = library;
    const path = manifest.benchmark.texts;
    if (path === undefined) return null;
    if (this.#opened?.baseUrl !== baseUrl) {
      this.close();
      const forget = () => {
        if (this.#opened === opened) this.#opened = null;
      };
      const caller = new WorkerCaller<TextCalls>(this.createWorker(), { failure: forget });
      const opened: Opened = { baseUrl, caller, ready: caller.call("open", { ...library.file(path), path }) };
      this.#opened = opened;
      opened.ready.catch(() => {
        // Another try reads the file again.
        if (this.#opened === opened) this.close();
      });
    }
    const opened = this.#opened!;
    await opened.ready;
    return opened;
  }
}
