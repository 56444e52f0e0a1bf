import { errorMessage } from "../../core/errorMessage.ts";
import { paced } from "../../core/paced.ts";
import { libraryAddress, libraryFolder, type Site } from "../../library/address.ts";
import type { StartReader } from "../../library/benchmark/benchmarkReader.ts";
import { forgetRouters } from "../../library/evaluationTable/router/forgetRouters.ts";
import { forgetLibrary, keepLibrary, storedLibraries } from "../../library/import/addedLibraries.ts";
import type { LocalFiles } from "../../library/import/localFiles.ts";
import type { ReadLibrary } from "../../library/import/readLibrary.ts";
import { fetchManifest, type Library, type LoadOptions } from "../../library/load.ts";
import { browserStore, type LocalStore } from "../../library/storage/localStore.ts";
import type { Loading } from "../../state/slices/loading.ts";
import type { Store } from "../../state/store.ts";
import { readInWorker } from "../../workers/benchmark/createWorker.ts";
import { LibraryList } from "./libraryList.ts";
import { LibraryLoader, type OpeningOptions } from "./libraryLoader.ts";

/** Switches to a loaded library, or rejects: then the previous library must still run. */
export type TakeOver = (library: Library, address: string, options: OpeningOptions) => Promise<void>;

/** Where added libraries are stored and how files are downloaded, for tests. */
export interface Surroundings {
  added?: LocalStore;
  fetch?: typeof fetch;
  /** Decodes benchmarks. */
  reader?: StartReader;
}

/**
 * The available libraries: the shipped one, its variants, and those that the user has added. Opens one while another runs; the
 * latest request wins, and a library that cannot be opened is rejected with the reason.
 */
export class Libraries {
  readonly #added: LocalStore;
  readonly #fetch: typeof fetch | undefined;
  readonly #loader: LibraryLoader;
  readonly #list: LibraryList;
  #cancel: AbortController | null = null;

  constructor(
    private readonly store: Store,
    private readonly site: Site,
    private readonly takeOver: TakeOver,
    { added = browserStore(), fetch, reader = readInWorker }: Surroundings = {},
  ) {
    this.#added = added;
    this.#fetch = fetch;
    this.#loader = new LibraryLoader(site, added, fetch, reader);
    this.#list = new LibraryList(store, site, added, fetch);
  }

  /**
   * The initial library: the one named in the link or, if that is not available, the shipped one. Throws a LibraryError if that is
   * not available either.
   */
  async first(options: Omit<LoadOptions, "reader">): Promise<Library> {
    const { libraryAddress: linked } = this.store.getState();
    if (linked !== "") {
      try {
        const written = this.#written(linked);
        const library = await this.#load(written, options);
        await this.#loader.remember(library);
        this.store.setState({ libraryAddress: written });
        return library;
      } catch (error) {
        const libraryProblem = `The library in the link is not available; using the shipped one. ${errorMessage(error)}`;
        this.store.setState({ libraryAddress: "", libraryProblem });
      }
    }
    return this.#load("", options);
  }

  /** Opens the library at this address and replaces the current one. Resolves to whether it succeeded. */
  open(address: string): Promise<boolean> {
    const label = this.store.getState().libraries.find((entry) => entry.address === address)?.label ?? address;
    return this.#attempt(label, async (options) => {
      const written = this.#written(address);
      const library = await this.#load(written, options);
      await this.takeOver(library, written, options);
      await this.#loader.remember(library);
    });
  }

  /** Adds a library from a folder or a zip, and opens it. */
  add(name: string, files: () => Promise<LocalFiles>): Promise<boolean> {
    return this.take(name, async (options) => this.#loader.read(await files(), name, options));
  }

  /** Adds a library that was read, and opens it. Nothing is stored if it cannot be opened. */
  take(label: string, readOne: (options: OpeningOptions) => Promise<ReadLibrary>): Promise<boolean> {
    return this.#attempt(label, async (options) => {
      const read = await readOne(options);
      const known = (await storedLibraries(this.#added)).some(({ folder }) => folder === read.folder);
      await keepLibrary(this.#added, read, read.contents);
      const address = libraryAddress(read.folder, this.site);
      try {
        await this.takeOver(await this.#load(address, options), address, options);
      } catch (error) {
        if (!known) await forgetLibrary(this.#added, read.folder);
        throw error;
      }
    });
  }

  /** Deletes an added library. The current library is first replaced by the shipped one, and stays if that cannot be opened. */
  async remove(address: string): Promise<void> {
    if (this.store.getState().libraryAddress === address && !(await this.open(""))) return;
    try {
      const folder = libraryFolder(address, this.site);
      await forgetLibrary(this.#added, folder);
      await forgetRouters(this.#added, folder);
    } catch (error) {
      this.store.setState({ libraryProblem: errorMessage(error) });
    }
    await this.list();
  }

  /** The manifest of a listed library, to be saved or shared. Throws a LibraryError. */
  async manifest(address: string): Promise<unknown> {
    const folder = libraryFolder(address, this.site);
    const kept = (await storedLibraries(this.#added)).find((one) => one.folder === folder);
    return kept ? kept.manifest : fetchManifest(folder, { fetch: this.#fetch });
  }

  /** Writes the list of available libraries to the store. Unreadable ones are left out. */
  list(): Promise<void> {
    return this.#list.show();
  }

  /** The same with the sizes of the variants, for a list that is being shown. */
  measure(): Promise<void> {
    return this.#list.measure();
  }

  /** Cancels the current opening. */
  cancel(): void {
    this.#cancel?.abort();
    this.#cancel = null;
    this.store.setState({ opening: null });
  }

  /** The short form of a typed address, as in the list of libraries. */
  #written(address: string): string {
    return libraryAddress(libraryFolder(address, this.site), this.site);
  }

  async #load(address: string, options: Omit<LoadOptions, "reader">): Promise<Library> {
    const library = await this.#loader.load(address, options);
    if (library.baseUrl === this.site.shipped) this.#list.knowShipped(library.manifest);
    return library;
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
    const onProgress = paced((loaded, total) => show({ status: "loading", loaded, total }));
    try {
      await work({ signal: cancel.signal, onProgress });
      return true;
    } catch (error) {
      if (!cancel.signal.aborted) {
        this.store.setState({
          libraryProblem: `“${label}” could not be opened; still using the previous library. ${errorMessage(error)}`,
        });
      }
      return false;
    } finally {
      onProgress.end();
      if (this.#cancel === cancel) this.store.setState({ opening: null });
      await this.list();
    }
  }
}
