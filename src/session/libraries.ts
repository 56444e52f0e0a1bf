import { sentence } from "../core/errorMessage.ts";
import { libraryAddress, libraryFolder, type Site } from "../library/address.ts";
import type { StartReader } from "../library/benchmark/benchmarkReader.ts";
import { StorageError } from "../library/errors.ts";
import type { LocalFiles } from "../library/import/localFiles.ts";
import {
  type AddedLibrary,
  currentManifest,
  forgetLibrary,
  keepLibrary,
  type ReadLibrary,
  readLibrary,
  storedLibraries,
} from "../library/import/readLibrary.ts";
import { fetchManifest, type Library, type LoadOptions, loadLibrary, MANIFEST_FILE } from "../library/load.ts";
import { librarySize, type Manifest, manifestName, type Variant } from "../library/manifest/manifest.ts";
import { browserStore, isLocal, type LocalStore } from "../library/storage/localStore.ts";
import type { LibraryEntry } from "../state/libraryEntry.ts";
import type { Loading } from "../state/loading.ts";
import type { Store } from "../state/store.ts";
import { readInWorker } from "../workers/benchmark/createWorker.ts";
import { TableClient } from "../workers/tableImport/client.ts";
import { createTableWorker } from "../workers/tableImport/createWorker.ts";

/** Cancels an opening, and hears of its progress. */
export interface OpeningOptions {
  signal: AbortSignal;
  /** Bytes of what is being loaded. */
  onProgress: (loaded: number, total: number) => void;
}

/** Takes a loaded library over, or rejects: then the library of before must still run. */
export type TakeOver = (library: Library, address: string, options: OpeningOptions) => Promise<void>;

/** Where added libraries are kept and how files are fetched, for tests. */
export interface Surroundings {
  added?: LocalStore;
  fetch?: typeof fetch;
  /** Imports a routing table. */
  importTable?: TableClient["import"];
  /** Decodes benchmarks. */
  reader?: StartReader;
}

/**
 * The libraries there are: the shipped one, its variants, and those that the user has added. Opens one while another runs; the
 * newest wish wins, and what cannot be opened is refused with the reason.
 */
export class Libraries {
  private readonly added: LocalStore;
  private readonly fetch: typeof fetch | undefined;
  private readonly importTable: TableClient["import"];
  private readonly reader: StartReader;
  #cancel: AbortController | null = null;
  /** The shipped library's manifest, which lists the variants; null until it is read. */
  #shipped: Manifest | null = null;
  /** Bytes of variants by their folder, as far as their manifests were read. */
  readonly #variantBytes = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly site: Site,
    private readonly takeOver: TakeOver,
    { added = browserStore(), fetch, importTable = inWorker, reader = readInWorker }: Surroundings = {},
  ) {
    this.added = added;
    this.fetch = fetch;
    this.importTable = importTable;
    this.reader = reader;
  }

  /**
   * The library to begin with: the one that the link names or, when that is not available, the shipped one.
   * Throws a LibraryError when that one is not there either.
   */
  async first(options: Omit<LoadOptions, "reader">): Promise<Library> {
    const { libraryAddress } = this.store.getState();
    if (libraryAddress !== "") {
      try {
        const library = await this.#load(libraryAddress, options);
        await this.#remember(library);
        return library;
      } catch (error) {
        const libraryProblem = `The library in the link is not available; using the shipped one. ${sentence(error)}`;
        this.store.setState({ libraryAddress: "", libraryProblem });
      }
    }
    return this.#load("", options);
  }

  /** Opens the library of this address in place of the running one. Resolves to whether it runs. */
  open(address: string): Promise<boolean> {
    const label = this.store.getState().libraries.find((entry) => entry.address === address)?.label ?? address;
    return this.#attempt(label, async (options) => {
      // The short form of an address that was typed.
      const written = libraryAddress(libraryFolder(address, this.site), this.site);
      const library = await this.#load(written, options);
      await this.takeOver(library, written, options);
      await this.#remember(library);
    });
  }

  /**
   * Adds a library from a folder, a zip or an evaluation table, and opens it. Nothing is kept of one that cannot be opened.
   * @param files may be a download, which then reports its progress and can be cancelled
   */
  add(name: string, files: (options: OpeningOptions) => Promise<LocalFiles>): Promise<boolean> {
    return this.#attempt(name, async (options) => {
      const read = await this.#read(await files(options), name, options);
      const known = (await this.#kept()).some(({ folder }) => folder === read.folder);
      await keepLibrary(this.added, read, read.contents);
      const address = libraryAddress(read.folder, this.site);
      try {
        await this.takeOver(await this.#load(address, options), address, options);
      } catch (error) {
        if (!known) await forgetLibrary(this.added, read.folder);
        throw error;
      }
    });
  }

  /** Forgets an added library. The one that runs gives way to the shipped one first, and stays if that cannot be opened. */
  async remove(address: string): Promise<void> {
    if (this.store.getState().libraryAddress === address && !(await this.open(""))) return;
    try {
      await forgetLibrary(this.added, libraryFolder(address, this.site));
    } catch (error) {
      this.store.setState({ libraryProblem: sentence(error) });
    }
    await this.list();
  }

  /** The manifest of a listed library, to be saved or shared. Throws a LibraryError. */
  async manifest(address: string): Promise<unknown> {
    const folder = libraryFolder(address, this.site);
    const kept = (await this.#kept()).find((one) => one.folder === folder);
    return kept ? kept.manifest : fetchManifest(folder, { fetch: this.fetch });
  }

  /** Gives up the opening under way. */
  cancel(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.store.setState({ opening: null });
  }

  /** Tells the store which libraries there are. What cannot be read now is left out. */
  async list(): Promise<void> {
    this.#shipped ??= await fetchManifest(this.site.shipped, { fetch: this.fetch }).catch(() => null);
    const shipped = this.#shipped;
    const kept = await this.#kept().catch(() => []);
    const libraries: LibraryEntry[] = [
      shipped
        ? {
            address: "",
            label: shipped.name,
            description: shipped.description,
            origin: "shipped",
            bytes: librarySize(shipped),
          }
        : { address: "", label: "Shipped library", description: "", origin: "shipped", bytes: null },
      ...(shipped?.variants ?? []).map((variant) => this.#variant(variant)),
      ...kept.map((library) => this.#entry(library)),
    ];
    this.store.setState({ libraries });
  }

  /**
   * Finds out how large the variants are, from their manifests, for a list that is being looked at: nobody else waits for them. A
   * manifest that cannot be read now leaves its size unknown.
   */
  async measure(): Promise<void> {
    await this.list();
    const unknown = (this.#shipped?.variants ?? []).filter(({ folder }) => !this.#variantBytes.has(folder));
    if (unknown.length === 0) return;
    await Promise.all(
      unknown.map(async ({ folder }) => {
        const manifest = await fetchManifest(this.#folderOf(folder), { fetch: this.fetch }).catch(() => null);
        if (manifest) this.#variantBytes.set(folder, librarySize(manifest));
      }),
    );
    await this.list();
  }

  /** A library with a manifest or, where there is none, a single table of scores as a library of figures alone. */
  async #read(files: LocalFiles, name: string, options: OpeningOptions): Promise<ReadLibrary> {
    const [[path, file] = ["", null]] = files;
    if (file === null || files.size > 1 || path === MANIFEST_FILE || !TABLE.test(path)) {
      return readLibrary(files, name, { ...options, reader: this.reader });
    }
    return this.importTable(await file.read(), path, options);
  }

  async #load(address: string, wanted: Omit<LoadOptions, "reader">): Promise<Library> {
    const options = { ...wanted, fetch: this.fetch, added: this.added, reader: this.reader };
    const folder = libraryFolder(address, this.site);
    const kept = (await this.#kept().catch(() => [])).find((one) => one.folder === folder);
    if (isLocal(folder) && !kept) {
      throw new StorageError(
        address,
        "It was added from another computer or browser, or has been removed. Add its folder or zip here.",
      );
    }
    const manifest = isLocal(folder) ? kept!.manifest : await currentManifest(folder, kept?.manifest, options);
    const library = await loadLibrary(folder, { ...options, manifest });
    if (folder === this.site.shipped) this.#shipped = library.manifest;
    return library;
  }

  /** Takes a library at a server into the list. Where nothing can be kept, its address still opens it. */
  async #remember({ baseUrl, manifest }: Library): Promise<void> {
    if (isLocal(baseUrl) || baseUrl.startsWith(this.site.shipped)) return;
    await keepLibrary(this.added, { folder: baseUrl, manifest }).catch(() => undefined);
  }

  async #attempt(label: string, work: (options: OpeningOptions) => Promise<void>): Promise<boolean> {
    this.#cancel?.abort();
    const cancel = new AbortController();
    this.#cancel = cancel;
    const show = (loading: Loading) => {
      if (this.#cancel === cancel) this.store.setState({ opening: { label, loading } });
    };
    this.store.setState({ libraryProblem: null });
    show({ status: "loading", loaded: 0, total: 0 });
    try {
      const onProgress = (loaded: number, total: number) => show({ status: "loading", loaded, total });
      await work({ signal: cancel.signal, onProgress });
      return true;
    } catch (error) {
      if (!cancel.signal.aborted) {
        this.store.setState({
          libraryProblem: `“${label}” could not be opened; still using the previous library. ${sentence(error)}`,
        });
      }
      return false;
    } finally {
      if (this.#cancel === cancel) this.store.setState({ opening: null });
      await this.list();
    }
  }

  #kept(): Promise<AddedLibrary[]> {
    return storedLibraries(this.added);
  }

  #folderOf(variant: string): string {
    return `${this.site.shipped}${variant}/`;
  }

  #variant({ label, description = "", folder }: Variant): LibraryEntry {
    const address = libraryAddress(this.#folderOf(folder), this.site);
    return { address, label, description, origin: "variant", bytes: this.#variantBytes.get(folder) ?? null };
  }

  #entry({ folder, manifest }: AddedLibrary): LibraryEntry {
    const origin = isLocal(folder) ? "local" : "remote";
    return { address: libraryAddress(folder, this.site), origin, ...manifestName(manifest) };
  }
}

const TABLE = /\.(csv|jsonl?|ndjson)$/i;

const inWorker: TableClient["import"] = (...table) => new TableClient(createTableWorker).import(...table);
