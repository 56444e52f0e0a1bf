import { errorMessage } from "../../core/errorMessage.ts";
import { paced } from "../../core/paced.ts";
import { readPrompt } from "../../state/policy.ts";
import type { RoutedFile } from "../../state/slices/routedFile.ts";
import type { Store } from "../../state/store.ts";
import type { InferenceClient } from "../../workers/inference/client.ts";
import { furtherWorkers } from "./furtherWorkers.ts";
import { type FurtherWorkers, routeShared } from "./sharedRouting.ts";

/** What may hold a flag: most prompts of a file hold none, and are not parsed for them. */
const MAYBE_FLAG = /\[\s*flag/i;

/** The worker of the library's router, or of one trained on a table. */
export type RoutesFiles = Pick<InferenceClient, "readPrompts" | "routeTexts">;

/** Routes the prompts of a file. Starting again, cancelling and closing stop what is under way; predictions are kept in the store. */
export class FileRouting {
  readonly #store: Store;
  readonly #inference: RoutesFiles;
  readonly #further: () => FurtherWorkers | null;
  #cancel: AbortController | null = null;

  /** @param further asked for each file */
  constructor(store: Store, inference: RoutesFiles, further: () => FurtherWorkers | null) {
    this.#store = store;
    this.#inference = inference;
    this.#further = further;
    store.subscribe((state, before) => {
      // Its predictions are those of another router then.
      const changed = state.router !== before.router || state.baseLibrary?.baseUrl !== before.baseLibrary?.baseUrl;
      if (changed && (this.#cancel || state.routedFile)) this.close();
    });
  }

  /** Reads and routes a file. Flags in its prompts are not read as text and set no slider: λ is that of the page. */
  async start(file: File): Promise<void> {
    this.#cancel?.abort();
    const cancel = new AbortController();
    const { signal } = cancel;
    this.#cancel = cancel;
    const { name } = file;
    const show = (routedFile: RoutedFile) => {
      if (!signal.aborted) this.#store.setState({ routedFile });
    };
    const library = this.#store.getState().baseLibrary;
    if (!library)
      return show({ name, status: "failed", message: "The library is still loading. Try again in a moment." });
    const told = paced((done, total) => show({ name, status: "routing", done, total }));
    try {
      show({ name, status: "reading" });
      const prompts = await this.#inference.readPrompts(file, name, { signal });
      told(0, prompts.length);
      const start = performance.now();
      const texts = prompts.map((prompt) => (MAYBE_FLAG.test(prompt) ? readPrompt(library, prompt).text : prompt));
      const onProgress = ({ loaded, total }: { loaded: number; total: number }) => told(loaded, total);
      const outputs = await routeShared(texts, this.#inference, this.#further(), { signal, onProgress });
      told.end();
      show({ name, status: "routed", prompts, outputs, milliseconds: performance.now() - start });
    } catch (error) {
      told.end();
      show({ name, status: "failed", message: errorMessage(error) });
    }
  }

  /** Stops what is under way and puts the results away. */
  close(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.#store.setState({ routedFile: null });
  }
}

export const open = (store: Store, inference: RoutesFiles): FileRouting =>
  new FileRouting(store, inference, () => furtherWorkers(store));
