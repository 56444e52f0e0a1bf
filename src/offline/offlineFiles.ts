import { createStore } from "zustand/vanilla";
import type { FileReference } from "../library/load.ts";
import { browserStorage, readStored, removeStored, type Storage } from "../library/storage/fileCache.ts";
import { download } from "../library/storage/integrity.ts";
import { askPrecacheManifest } from "./precacheManifest.ts";

/** What a page needs of its browser, for tests. */
export interface OfflineFilesEnvironment {
  container: Pick<ServiceWorkerContainer, "getRegistration" | "ready"> | null;
  storage: Storage | null;
  /** How much may be stored, and whether the browser promises to keep it; null where it does not say. */
  manager: Pick<StorageManager, "estimate" | "persist" | "persisted"> | null;
  fetch?: typeof fetch | undefined;
}

/** A file of the version in charge, and whether it is in the browser's storage. */
export interface Copy extends FileReference {
  /** Kept only when the user asks for it or uses it; all others are kept as soon as the version is there. */
  onDemand: boolean;
  kept: boolean;
}

export interface OfflineFilesState {
  /** "impossible": nothing can be kept here; "pending": not yet; "ready": `copies` is what there is. */
  status: "impossible" | "pending" | "ready";
  copies: readonly Copy[];
  /** Bytes that all of this origin uses, and may use. */
  usage: { used: number; quota: number } | null;
  /** Whether the browser has promised not to clear it by itself. */
  persisted: boolean;
  /** What is being fetched: bytes. */
  fetching: { loaded: number; total: number } | null;
  /** Why the last wish could not be carried out, for the reader. */
  problem: string | null;
  /** Why the newest version could not be kept; null while nothing failed. */
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

/** Which files of the site are kept for use without a network; keeps more and drops some as the user wishes. Never rejects. */
export class OfflineFiles {
  readonly #state = createStore<OfflineFilesState>(() => NOTHING);
  #cancel: AbortController | null = null;
  /** Whether it looks again once a version is in charge. */
  #waits = false;

  constructor(private readonly surroundings: OfflineFilesEnvironment = browserOfflineFiles()) {}

  /** The same object until something changes. */
  readonly get = this.#state.getState;
  readonly subscribe = this.#state.subscribe;

  /** Looks what is kept now. */
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

  /** Takes note that the newest version could not be kept, and why. */
  fail(failure: string): void {
    this.#state.setState({ failure });
  }

  /** Fetches, verifies and keeps files, one after the other; those that are kept when it is cancelled or fails stay. */
  async keep(files: readonly FileReference[]): Promise<void> {
    this.cancel();
    const cancel = new AbortController();
    this.#cancel = cancel;
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const { usage } = this.get();
    const room = usage ? usage.quota - usage.used : Number.POSITIVE_INFINITY;
    this.#state.setState({ problem: null });
    if (total > room) return this.#state.setState({ problem: fullSentence(`${files.length} files`) });
    // Some browsers ask the user, some decide by themselves; whichever it is, keeping goes on.
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
      if (!cancel.signal.aborted)
        this.#state.setState({ problem: error instanceof Error ? error.message : String(error) });
    }
    if (this.#cancel !== cancel) return;
    this.#cancel = null;
    this.#state.setState({ fetching: null });
    await this.look();
  }

  /** Stops what is being fetched; nothing of a half file stays. */
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
