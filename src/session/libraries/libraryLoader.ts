import { libraryFolder, type Site } from "../../library/address.ts";
import type { StartReader } from "../../library/benchmark/benchmarkReader.ts";
import { StorageError } from "../../library/errors.ts";
import { currentManifest, keepLibrary, storedLibraries } from "../../library/import/addedLibraries.ts";
import type { LocalFiles } from "../../library/import/localFiles.ts";
import type { ReadLibrary } from "../../library/import/readLibrary.ts";
import { type Library, type LoadOptions, loadLibrary } from "../../library/load.ts";
import { isLocal, type LocalStore } from "../../library/storage/localStore.ts";

/** Cancels an opening, and receives its progress. */
export interface OpeningOptions {
  signal: AbortSignal;
  /** Progress of loading, in bytes. */
  onProgress: (loaded: number, total: number) => void;
}

/** Reads libraries: from any address, and from the user's files. */
export class LibraryLoader {
  constructor(
    private readonly site: Site,
    private readonly added: LocalStore,
    private readonly fetch: typeof globalThis.fetch | undefined,
    private readonly reader: StartReader,
  ) {}

  /** The library at an address. Throws a LibraryError. */
  async load(address: string, wanted: Omit<LoadOptions, "reader">): Promise<Library> {
    const folder = libraryFolder(address, this.site);
    const kept = (await storedLibraries(this.added).catch(() => [])).find((one) => one.folder === folder);
    if (isLocal(folder) && !kept) {
      throw new StorageError(
        address,
        "It was added from another computer or browser, or has been removed. Add its folder or zip here.",
      );
    }
    const reader = this.reader();
    const options = { ...wanted, fetch: this.fetch, added: this.added, reader: () => reader };
    try {
      const known = isLocal(folder)
        ? { manifest: kept!.manifest }
        : { checked: await currentManifest(folder, kept?.manifest, options, reader.manifest) };
      return withEdits(await loadLibrary(folder, { ...options, ...known }));
    } finally {
      reader.end();
    }
  }

  /** A library with a manifest, in the user's files. Throws a LibraryError. */
  async read(files: LocalFiles, name: string, options: OpeningOptions): Promise<ReadLibrary> {
    const { readLibrary } = await import("../../library/import/readLibrary.ts");
    return readLibrary(files, name, { ...options, reader: this.reader });
  }

  /** Adds a library on a server to the list. If it cannot be stored, its URL still opens it. */
  async remember({ baseUrl, manifest }: Library): Promise<void> {
    if (isLocal(baseUrl) || baseUrl.startsWith(this.site.shipped)) return;
    await keepLibrary(this.added, { folder: baseUrl, manifest }).catch(() => undefined);
  }
}

/** A table of figures with the code that its edits and trained routers need; a library with a router needs none of it. */
async function withEdits(library: Library): Promise<Library> {
  if (library.manifest.router) return library;
  const [{ withTableEdits }, { withTableRouter }] = await Promise.all([
    import("../../library/evaluationTable/edits/withTableEdits.ts"),
    import("../../library/evaluationTable/router/withTableRouter.ts"),
  ]);
  return { ...library, withEdits: withTableEdits, withRouter: withTableRouter };
}
