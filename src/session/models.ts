import { errorMessage } from "../core/errorMessage.ts";
import type { Library } from "../library/load.ts";
import { createQueue } from "../rpc/queue.ts";
import type { Loading } from "../state/slices/loading.ts";
import type { Store } from "../state/store.ts";
import type { InferenceClient } from "../workers/inference/client.ts";
import type { BackendReport, OpenRequest } from "../workers/inference/protocol.ts";
import type { OpeningOptions } from "./libraries/libraryLoader.ts";

export const READY: Loading = { status: "ready" };
export const NO_ROUTER: Loading = {
  status: "failed",
  message:
    "This library has no router, so prompts cannot be routed. The oracle on the front shows what a router could gain here.",
};

/** What the inference worker opens of a library; null without a router. */
export function routerFiles(library: Library): Omit<OpenRequest, "forced"> | null {
  const { tokenizer, router } = library.manifest;
  if (!router || tokenizer === undefined) return null;
  return { tokenizer: library.file(tokenizer), router: library.file(router.model), maxTokens: router.maxTokens };
}

/**
 * Starts tokenizers and routers in the inference worker, one after the other, so that the running one always belongs to the library
 * in the store.
 */
export class Models {
  readonly #starts = createQueue();

  constructor(
    private readonly store: Store,
    private readonly inference: Pick<InferenceClient, "open" | "close">,
  ) {}

  /** Starts a library's router and returns whether it is ready. A failure is written to the store. */
  open(library: Library): Promise<boolean> {
    return this.#starts(() => this.#open(library));
  }

  /** Starts the router of the library that is in the store by then. */
  restart(): Promise<boolean> {
    return this.#starts(async () => {
      const { baseLibrary } = this.store.getState();
      return baseLibrary !== null && (await this.#open(baseLibrary));
    });
  }

  /**
   * Starts the router of another library, and passes the backend to `adopt`; when it does not start, or is cancelled, the previous
   * router keeps running.
   */
  replace(
    library: Library,
    { signal, onProgress }: OpeningOptions,
    adopt: (state: { backend: BackendReport | null; routerLoading: Loading }) => void,
  ): Promise<void> {
    return this.#starts(async () => {
      signal.throwIfAborted();
      let backend: BackendReport | null;
      try {
        backend = await this.#start(library, { signal, onProgress });
      } catch (error) {
        // Cancelled: it is unknown whether the worker has already switched.
        const running = this.store.getState().baseLibrary;
        if (signal.aborted && running) await this.#start(running);
        throw error;
      }
      adopt({ backend, routerLoading: backend ? READY : NO_ROUTER });
    });
  }

  async #open(library: Library): Promise<boolean> {
    const { store } = this;
    // A table has no router, unless one was trained on it: see tableRouters/.
    const followed = !library.manifest.router && store.getState().router !== null;
    if (followed) {
      await this.inference.close();
      return false;
    }
    const show = (loaded: number, total: number) =>
      store.setState({ routerLoading: { status: "loading", loaded, total } });
    show(0, library.manifest.router?.bytes ?? 0);
    try {
      const backend = await this.#start(library, { onProgress: show });
      store.setState({ routerLoading: backend ? READY : NO_ROUTER, backend });
      return backend !== null;
    } catch (error) {
      const message = `The router could not be started. ${errorMessage(error)}`;
      store.setState({ routerLoading: { status: "failed", message } });
      return false;
    }
  }

  /** Starts a library's tokenizer and router, replacing the running ones; null, with nothing running, if it has none. */
  async #start(library: Library, { signal, onProgress }: Partial<OpeningOptions> = {}): Promise<BackendReport | null> {
    const files = routerFiles(library);
    if (!files) {
      await this.inference.close();
      return null;
    }
    return this.inference.open(
      { ...files, forced: this.store.getState().forcedBackend },
      { signal, onProgress: ({ loaded, total }) => onProgress?.(loaded, total) },
    );
  }
}
