import { createStore } from "zustand/vanilla";
import { errorMessage } from "../core/errorMessage.ts";
import type { FileReference } from "../library/load.ts";
import { browserStorage, readStored, removeStored, type Storage } from "../library/storage/fileCache.ts";
import { download } from "../library/storage/integrity.ts";
import { askPrecacheManifest } from "./precacheManifest.ts";

/** The browser features that are used, replaceable in tests. */
export interface OfflineFilesEnvironment {
  container: Pick<ServiceWorkerContainer, "getRegistration" | "ready"> | null;
  storage: Storage | null;
  /** The storage quota, and whether the browser promises to keep the data; null where unknown. */
  manager: Pick<StorageManager, "estimate" | "persist" | "persisted"> | null;
  fetch?: typeof fetch | undefined;
}

/** A file of the active version, and whether it is in the browser's storage. */
export interface Copy extends FileReference {
  /** Cached only on first use or at the user's request; all other files are cached on installation. */
  onDemand: boolean;
  kept: boolean;
}

export interface OfflineFilesState {
  /** "impossible": nothing can be cached here; "pending": not yet; "ready": `copies` lists the files. */
  status: "impossible" | "pending" | "ready";
  copies: readonly Copy[];
  /** Bytes that this origin uses in total, and its quota. */
  usage: { used: number; quota: number } | null;
  /** Whether the browser has promised not to clear the data by itself. */
  persisted: boolean;
  /** The download in progress, in bytes. */
  fetching: { loaded: number; total: number } | null;
  /** Why the last request failed, for the reader. */
  problem: string | null;
  /** Why the newest version could not be cached; null if nothing failed. */
  failure: string | null;
}

const NOTHING: OfflineFilesState = {
  status: "pending",
  copies: [],
  usage: null,
  persisted: false,
  fetching: null,
  problem: null,
  failure: null,
};

/** Tracks which files of the site are cached for offline use, and caches or removes files on request. Never rejects. */
export class OfflineFiles {
  readonly #state = createStore<OfflineFilesState>(() => NOTHING);
  #cancel: AbortController | null = null;
  /** Whether to look again once a version is active. */
  #waits = false;

  constructor(private readonly surroundings: OfflineFilesEnvironment = browserOfflineFiles()) {}

  /** The same object until something changes. */
  readonly get = this.#state.getState;
  readonly subscribe = this.#state.subscribe;

  /** Checks what is cached now. */
  async look(): Promise<void> {
    const { container, storage, manager } = this.surroundings;
    if (!container || !storage) return this.#state.setState({ status: "impossible" });
    const [belongings, estimate, persisted] = await Promise.all([
      askPrecacheManifest(container),
      manager?.estimate().catch(() => null),
      manager?.persisted().catch(() => false),
    ]);
    const { usage, quota } = estimate ?? {};
    const files = belongings ?? [];
    const copies = await Promise.all(
      files.map(async (file) => ({ ...file, kept: (await readStored(file.url, file.sha256, storage)) !== null })),
    );
    this.#state.setState({
      status: belongings ? "ready" : "pending",
      copies,
      usage: usage !== undefined && quota !== undefined ? { used: usage, quota } : null,
      persisted: persisted ?? false,
    });
    if (!belongings && !this.#waits) {
      this.#waits = true;
      void container.ready.then(() => this.look());
    }
  }

  /** Records why the newest version could not be cached. */
  fail(failure: string): void {
    this.#state.setState({ failure });
  }

  /** Downloads, verifies and caches files one by one; on cancellation or failure, those already cached stay. */
  async keep(files: readonly FileReference[]): Promise<void> {
    this.cancel();
    const cancel = new AbortController();
    this.#cancel = cancel;
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const { usage } = this.get();
    const room = usage ? usage.quota - usage.used : Number.POSITIVE_INFINITY;
    this.#state.setState({ problem: null });
    if (total > room) return this.#state.setState({ problem: fullSentence(`${files.length} files`) });
    // Some browsers ask the user, others decide by themselves; caching continues either way.
    void this.surroundings.manager?.persist().then(
      (persisted) => this.#state.setState({ persisted }),
      () => undefined,
    );
    let before = 0;
    try {
      for (const file of files) {
        const onProgress = (loaded: number) => {
          if (!cancel.signal.aborted) this.#state.setState({ fetching: { loaded: before + loaded, total } });
        };
        onProgress(0);
        await this.#keepOne(file, { signal: cancel.signal, onProgress });
        before += file.bytes;
      }
    } catch (error) {
      if (!cancel.signal.aborted) this.#state.setState({ problem: errorMessage(error) });
    }
    if (this.#cancel !== cancel) return;
    this.#cancel = null;
    this.#state.setState({ fetching: null });
    await this.look();
  }

  /** Stops the download in progress; partial files are discarded. */
  cancel(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.#state.setState({ fetching: null });
  }

  async drop(files: readonly FileReference[]): Promise<void> {
    const gone = new Map(files.map(({ url, sha256 }) => [url, sha256]));
    await removeStored((url, sha256) => gone.get(url) !== sha256, this.surroundings.storage).catch(() => undefined);
    this.#state.setState({ problem: null });
    await this.look();
  }

  async #keepOne(
    file: FileReference,
    how: { signal: AbortSignal; onProgress: (loaded: number) => void },
  ): Promise<void> {
    const { storage, fetch } = this.surroundings;
    await download(file.url, file, { ...how, storage, fetch });
    if (await readStored(file.url, file.sha256, storage)) return;
    throw new Error(fullSentence(file.url.split("/").slice(-3).join("/")));
  }
}

function fullSentence(what: string): string {
  return `This browser has no room left for ${what}. Delete some experts here, or free space on the disk, and try again.`;
}

function browserOfflineFiles(): OfflineFilesEnvironment {
  return {
    container: globalThis.navigator?.serviceWorker ?? null,
    storage: browserStorage(),
    manager: globalThis.navigator?.storage ?? null,
  };
}
